import type { RunRecord } from '../../core/run-record.js';
import type { SampleResult } from '../../core/sample-result.js';
import type { Tracker } from '../../core/tracker.js';
import type { World } from '../../core/world.js';
import { VERSION } from '../../version.js';
import { type Attributes, type OpenTelemetryApi, type Span, timeOf } from './api.js';
import { type RequestInfo, requestInfo } from './request-attributes.js';
import { runEnd, runSpanName, runStart } from './run-attributes.js';
import { contentAttributes, evaluationEvents, sampleAttributes } from './sample-attributes.js';

/** A run that is going on. */
interface Going<Context> {
  readonly runId: string;
  readonly span: Span;
  readonly context: Context;
  readonly request: RequestInfo | undefined;
}

const FLUSH_LIMIT_MS = 10_000;

/** Spans of the contexts that are going on in this process, under which those of their evaluations belong. */
const openContexts = new Map<string, unknown>();

/**
 * A span for the run and, below it, one for each sample: it ends when its result is known and is as long as the model
 * took. The run's span is a child of its context's, or of whatever span is active where the run was started. Nothing is
 * held but the span of the run: what has ended belongs to the SDK.
 */
export function spanTracker<Context>(
  api: OpenTelemetryApi<Context>,
  { captureContent }: { readonly captureContent: boolean },
  { now, sleep, warn }: Pick<World, 'now' | 'sleep' | 'warn'>,
): Tracker {
  const tracer = api.trace.getTracer('hret', VERSION);
  let going: Going<Context> | undefined;
  let traceId: string | undefined;

  function begin(record: RunRecord): void {
    const outer = (openContexts.get(record.parentId ?? '') as Context | undefined) ?? api.context.active();
    const span = tracer.startSpan(
      runSpanName(record),
      { kind: api.SpanKind.INTERNAL, startTime: timeOf(now()), attributes: present(runStart(record)) },
      outer,
    );
    if (api.trace.isSpanContextValid(span.spanContext())) traceId = span.spanContext().traceId;
    else
      warn('No OpenTelemetry SDK is registered in this process: no spans are recorded. Register one before the run.');
    const request = record.spec && requestInfo(record.spec);
    const context = api.trace.setSpan(outer, span);
    if (record.kind === 'context') openContexts.set(record.runId, context);
    going = { runId: record.runId, span, context, request };
  }

  function tell(result: SampleResult, { context, request }: Going<Context>): void {
    const end = now();
    const span = tracer.startSpan(
      request?.spanName ?? 'sample',
      {
        kind: request?.isRemote ? api.SpanKind.CLIENT : api.SpanKind.INTERNAL,
        startTime: timeOf(end - result.latencyMs),
        attributes: present({ ...request?.attributes, ...sampleAttributes(result) }),
      },
      context,
    );
    if (captureContent) span.setAttributes(present(contentAttributes(result, request?.systemMessage)));
    for (const event of evaluationEvents(result, captureContent))
      span.addEvent('gen_ai.evaluation.result', present(event), timeOf(end));
    if (result.status === 'failed') fail(span, result.error);
    span.end(timeOf(end));
  }

  function end(attributes: Attributes, failure?: { readonly message: string | undefined }): void {
    if (going === undefined) return;
    going.span.setAttributes(present(attributes));
    if (failure !== undefined) fail(going.span, failure.message);
    going.span.end(timeOf(now()));
    openContexts.delete(going.runId);
    going = undefined;
  }

  /** A process may end right after its run, and an SDK exports only now and then. */
  async function flush(): Promise<void> {
    const provider = api.trace.getTracerProvider();
    const enough = new AbortController();
    const timeout = sleep(FLUSH_LIMIT_MS, enough.signal).then(
      () =>
        warn(`OpenTelemetry: the spans were not exported within ${FLUSH_LIMIT_MS / 1000} s; the SDK goes on trying.`),
      () => {},
    );
    const flushed = (provider.getDelegate?.() ?? provider).forceFlush?.();
    await Promise.race([flushed, timeout]).finally(() => enough.abort());
  }

  function fail(span: Span, message: string | undefined): void {
    span.setStatus({ code: api.SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
  }

  return {
    name: 'opentelemetry',
    handle(event) {
      if (event.type === 'run-start') begin(event.record);
      else if (event.type === 'samples-reused') going?.span.setAttributes({ 'hret.samples.reused': event.count });
      else if (event.type === 'sample-end' && going !== undefined) tell(event.result, going);
      else if (event.type === 'run-end') {
        const { record } = event;
        end(runEnd(record), record.status === 'failed' ? { message: record.error } : undefined);
      }
    },
    outcome: () => (traceId === undefined ? undefined : `OpenTelemetry: trace ${traceId}`),
    async [Symbol.asyncDispose]() {
      end({ 'error.type': '_OTHER' }, { message: 'The run stopped without an end.' });
      if (traceId !== undefined) await flush();
    },
  };
}

/** Without what is not known. */
function present(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
