import {
  type Context,
  type ContextManager,
  context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/core/run-record.js';
import type { SampleResult } from '../../../src/core/sample-result.js';
import type { RunEvent } from '../../../src/core/tracker.js';
import { type TestWorld, testWorld } from '../../../src/testing/memory-world.js';
import { openTelemetryOptions, plugin } from '../../../src/trackers/opentelemetry/plugin.js';
import { recordOf, rowOf } from '../../history/fixtures.js';

/** One active context, set by hand. */
class OneContext implements ContextManager {
  current: Context = ROOT_CONTEXT;

  active(): Context {
    return this.current;
  }

  with<Parameters extends unknown[], Made>(
    _context: Context,
    work: (...parameters: Parameters) => Made,
    thisValue?: unknown,
    ...parameters: Parameters
  ): Made {
    return work.apply(thisValue, parameters);
  }

  bind<Target>(_context: Context, target: Target): Target {
    return target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    return this;
  }
}

const spec: NonNullable<RunRecord['spec']> = {
  dataset: { name: 'kmmlu', subset: ['Accounting'], split: 'test', params: {} },
  model: {
    id: 'openai/gpt-4o-mini',
    params: {
      api_base: 'http://127.0.0.1:8000/v1',
      temperature: 0.7,
      max_tokens: 256,
      stop: '\n',
      seed: 7,
      systemMessage: '짧게',
    },
  },
  evaluators: [{ name: 'string_match', params: {} }],
  trials: 1,
  seed: 42,
};
const record = recordOf('run-1', { name: '한국사', spec });
const finished: RunRecord = {
  ...record,
  status: 'finished',
  metrics: { accuracy: 0.5 },
  stats: { accuracy: { n: 2, unscored: 0, mean: 0.5, stderr: 0.5 } },
  groups: { 조선: { accuracy: { n: 2, unscored: 0, mean: 0.5 } } },
  counts: { total: 2, scored: 2, unscored: 0, failed: 0, truncated: 0 },
  costUsd: 0.01,
};

let exporter: InMemorySpanExporter;
let contexts: OneContext;
beforeEach(() => {
  exporter = new InMemorySpanExporter();
  contexts = new OneContext();
  register(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  context.setGlobalContextManager(contexts);
});
afterEach(() => {
  trace.disable();
  context.disable();
});

function register(provider: BasicTracerProvider): void {
  trace.disable();
  trace.setGlobalTracerProvider(provider);
}

async function tracker(options: { captureContent?: boolean } = {}, world: TestWorld = testWorld()) {
  return plugin.create(openTelemetryOptions.parse(options), world);
}

function sampleOf(index: number, parts: Partial<SampleResult> = {}): RunEvent {
  const { key: _key, ...result } = rowOf(index, { scores: { accuracy: 1, f1: 0.25 }, ...parts });
  return { type: 'sample-end', result };
}

/** A whole run; `between` passes before each sample is told. */
async function told(
  events: readonly RunEvent[],
  {
    options = {},
    world = testWorld(),
    start = record,
    end = finished,
  }: {
    options?: { captureContent?: boolean };
    world?: TestWorld;
    start?: RunRecord;
    end?: RunRecord;
  } = {},
): Promise<readonly ReadableSpan[]> {
  const telling = await tracker(options, world);
  await telling.handle({ type: 'run-start', record: start });
  for (const event of events) {
    world.advance(1000);
    await telling.handle(event);
  }
  world.advance(1000);
  await telling.handle({ type: 'run-end', record: end });
  await telling[Symbol.asyncDispose]?.();
  return exporter.getFinishedSpans();
}

const milliseconds = ([seconds, nanoseconds]: [number, number]) => seconds * 1000 + nanoseconds / 1e6;
const START = Date.UTC(2026, 0, 1);

describe('a run', () => {
  it('is a span with its samples below it, each ending when it was told and as long as the model took', async () => {
    const [first, second, run, ...others] = await told([sampleOf(0), sampleOf(1, { latencyMs: 250.25 })]);
    expect(others).toEqual([]);
    expect(run).toMatchObject({ name: 'evaluate kmmlu', kind: SpanKind.INTERNAL, parentSpanContext: undefined });
    expect(run?.instrumentationScope.name).toBe('hret');
    for (const sample of [first, second]) {
      expect(sample).toMatchObject({ name: 'chat gpt-4o-mini', kind: SpanKind.CLIENT });
      expect(sample?.parentSpanContext?.spanId).toBe(run?.spanContext().spanId);
    }
    const times = [run, first, second].map(
      (span) => span && [milliseconds(span.startTime), milliseconds(span.endTime)],
    );
    expect(times).toEqual([
      [START, START + 3000],
      [START + 1000 - 12.5, START + 1000],
      [START + 2000 - 250.25, START + 2000],
    ]);
  });

  it('says what was asked for and what was found, without the groups', async () => {
    const [run] = await told([]);
    expect(run?.attributes).toEqual({
      'hret.run.id': 'run-1',
      'hret.run.name': '한국사',
      'hret.run.kind': 'evaluation',
      'hret.dataset.name': 'kmmlu',
      'hret.dataset.split': 'test',
      'hret.dataset.subsets': ['Accounting'],
      'hret.model.id': 'openai/gpt-4o-mini',
      'hret.evaluators': ['string_match'],
      'hret.trials': 1,
      'hret.seed': 42,
      'hret.run.status': 'finished',
      'hret.result.accuracy': 0.5,
      'hret.result.accuracy_n': 2,
      'hret.result.accuracy_stderr': 0.5,
      'hret.result.counts.total': 2,
      'hret.result.counts.scored': 2,
      'hret.result.counts.unscored': 0,
      'hret.result.counts.failed': 0,
      'hret.result.counts.truncated': 0,
      'hret.result.cost_usd': 0.01,
    });
    expect(run?.status.code).toBe(SpanStatusCode.UNSET);
  });

  it('that failed says why', async () => {
    const failed: RunRecord = { ...record, status: 'failed', error: 'the key was refused', errorCode: 'not_available' };
    const [run] = await told([], { end: failed });
    expect(run?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'the key was refused' });
    expect(run?.attributes).toMatchObject({ 'error.type': 'not_available', 'hret.run.error': 'the key was refused' });
  });

  it('that was interrupted, or resumed, is no error', async () => {
    const counts = { scored: 5, unscored: 0, failed: 0, truncated: 0 };
    const reused: RunEvent = { type: 'samples-reused', count: 5, reused: { counts, means: {} } };
    const [run] = await told([reused], { end: { ...record, status: 'interrupted' } });
    expect(run?.status.code).toBe(SpanStatusCode.UNSET);
    expect(run?.attributes).toMatchObject({ 'hret.samples.reused': 5, 'hret.run.status': 'interrupted' });
  });

  it('that never heard of its end is closed as an error', async () => {
    const telling = await tracker();
    await telling.handle({ type: 'run-start', record });
    await telling[Symbol.asyncDispose]?.();
    const [run] = exporter.getFinishedSpans();
    expect(run?.status.code).toBe(SpanStatusCode.ERROR);
    expect(run?.attributes).toMatchObject({ 'error.type': '_OTHER' });
  });

  it('names its trace when it is over', async () => {
    const telling = await tracker();
    expect(telling.outcome?.()).toBeUndefined();
    await telling.handle({ type: 'run-start', record });
    await telling.handle({ type: 'run-end', record: finished });
    const [run] = exporter.getFinishedSpans();
    expect(telling.outcome?.()).toBe(`OpenTelemetry: trace ${run?.spanContext().traceId}`);
  });
});

describe('a sample', () => {
  it('has the attributes of the semantic conventions, and no content', async () => {
    const usage = { inputTokens: 120, outputTokens: 8 };
    const [sample] = await told([sampleOf(3, { usage, finish: 'filter', group: '조선', costUsd: 0.002, attempts: 2 })]);
    expect(sample?.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o-mini',
      'gen_ai.request.temperature': 0.7,
      'gen_ai.request.max_tokens': 256,
      'gen_ai.request.seed': 7,
      'gen_ai.request.stop_sequences': ['\n'],
      'gen_ai.usage.input_tokens': 120,
      'gen_ai.usage.output_tokens': 8,
      'gen_ai.response.finish_reasons': ['content_filter'],
      'server.address': '127.0.0.1',
      'server.port': 8000,
      'hret.sample.id': 'q3',
      'hret.sample.index': 3,
      'hret.sample.group': '조선',
      'hret.sample.status': 'scored',
      'hret.sample.attempts': 2,
      'hret.cost_usd': 0.002,
    });
  });

  it('has one evaluation event for each score, at its end', async () => {
    const evaluation = { explanation: '글자가 같다' };
    const [sample] = await told([sampleOf(0, { evaluation })]);
    expect(sample?.events.map(({ name, attributes }) => ({ name, attributes }))).toEqual([
      {
        name: 'gen_ai.evaluation.result',
        attributes: { 'gen_ai.evaluation.name': 'accuracy', 'gen_ai.evaluation.score.value': 1 },
      },
      {
        name: 'gen_ai.evaluation.result',
        attributes: { 'gen_ai.evaluation.name': 'f1', 'gen_ai.evaluation.score.value': 0.25 },
      },
    ]);
    expect(sample?.events.map(({ time }) => milliseconds(time))).toEqual([START + 1000, START + 1000]);
  });

  it('has question, answer, reference and explanation when asked to', async () => {
    const evaluation = { explanation: '글자가 같다' };
    const [sample] = await told([sampleOf(0, { evaluation })], { options: { captureContent: true } });
    const json = (name: string) => JSON.parse(String(sample?.attributes[name]));
    expect(json('gen_ai.system_instructions')).toEqual([{ type: 'text', content: '짧게' }]);
    expect(json('gen_ai.input.messages')).toEqual([{ role: 'user', parts: [{ type: 'text', content: '질문 0' }] }]);
    expect(json('gen_ai.output.messages')).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: '정답: 서울' }], finish_reason: 'stop' },
    ]);
    expect(sample?.attributes['hret.sample.reference']).toBe('서울');
    expect(sample?.events[0]?.attributes?.['gen_ai.evaluation.explanation']).toBe('글자가 같다');
  });

  it('that failed is an error that says in which stage, and has no finish reason without an answer', async () => {
    const { prediction: _none, ...unanswered } = rowOf(0, { status: 'failed', stage: 'ask', error: '500', scores: {} });
    const [sample] = await told([{ type: 'sample-end', result: unanswered }]);
    expect(sample?.status).toEqual({ code: SpanStatusCode.ERROR, message: '500' });
    expect(sample?.attributes).toMatchObject({ 'error.type': 'ask_failed', 'hret.sample.status': 'failed' });
    expect(sample?.attributes).not.toHaveProperty('gen_ai.response.finish_reasons');
    expect(sample?.events).toEqual([]);
  });

  it.each([
    [
      'a function, whatever its name',
      { id: 'meta/answer', params: {}, source: 'ab12' },
      'chat meta/answer',
      'function',
    ],
    ['a function without a digest', { id: 'answer', params: {} }, 'chat answer', 'function'],
    ['a baseline', { id: 'baseline/random', params: {} }, 'chat random', 'baseline'],
  ])('of %s is internal', async (_name, model, name, provider) => {
    const [sample] = await told([sampleOf(0)], { start: { ...record, spec: { ...spec, model } } });
    expect(sample).toMatchObject({ name, kind: SpanKind.INTERNAL });
    expect(sample?.attributes['gen_ai.provider.name']).toBe(provider);
  });

  it('whose answer existed before is no request to a model', async () => {
    const model = { id: 'given-answers', params: {} };
    const [sample] = await told([sampleOf(0)], { start: { ...record, spec: { ...spec, model } } });
    expect(sample).toMatchObject({ name: 'sample', kind: SpanKind.INTERNAL });
    expect(sample?.attributes).not.toHaveProperty(['gen_ai.operation.name']);
    expect(sample?.events).toHaveLength(2);
  });

  it('that is drawn several times does not claim the seed of the first draw', async () => {
    const [sample] = await told([sampleOf(0, { trial: 1 })], { start: { ...record, spec: { ...spec, trials: 2 } } });
    expect(sample?.attributes).not.toHaveProperty(['gen_ai.request.seed']);
    expect(sample?.attributes['hret.sample.trial']).toBe(1);
  });

  it('of the older completions is called so', async () => {
    const model = { ...spec.model, params: { api: 'completions' } };
    const [sample] = await told([sampleOf(0)], { start: { ...record, spec: { ...spec, model } } });
    expect(sample?.name).toBe('text_completion gpt-4o-mini');
  });

  it('is with the SDK as soon as it was told, not held until the run ends', async () => {
    let ended = 0;
    const counting = { onStart() {}, onEnd: () => void ended++, forceFlush: async () => {}, shutdown: async () => {} };
    register(new BasicTracerProvider({ spanProcessors: [counting] }));
    const telling = await tracker();
    await telling.handle({ type: 'run-start', record });
    for (let index = 0; index < 1000; index++) {
      await telling.handle(sampleOf(index));
      expect(ended).toBe(index + 1);
    }
    await telling[Symbol.asyncDispose]?.();
  });
});

describe('the span of a run', () => {
  it('is a child of the span that is active where the run is started', async () => {
    const outer = trace.getTracer('test').startSpan('training');
    contexts.current = trace.setSpan(ROOT_CONTEXT, outer);
    const [run] = await told([]);
    expect(run?.parentSpanContext?.spanId).toBe(outer.spanContext().spanId);
  });

  it('is a child of its context as long as that is open', async () => {
    const parent = recordOf('context-1', { kind: 'context', name: '비교' });
    const outer = await tracker();
    await outer.handle({ type: 'run-start', record: parent });
    await told([sampleOf(0)], { start: { ...record, parentId: 'context-1' } });
    await outer.handle({ type: 'run-end', record: { ...parent, status: 'finished', metrics: { best: 0.7 } } });
    await told([], { start: { ...record, runId: 'run-2', parentId: 'context-1' } });
    const [sample, child, whole, late] = exporter.getFinishedSpans();
    expect(whole?.name).toBe('context');
    expect(whole?.attributes['hret.result.best']).toBe(0.7);
    expect(child?.parentSpanContext?.spanId).toBe(whole?.spanContext().spanId);
    expect(new Set([sample, child, whole].map((span) => span?.spanContext().traceId)).size).toBe(1);
    expect(late?.parentSpanContext).toBeUndefined();
    expect(late?.attributes['hret.run.parent_id']).toBe('context-1');
  });
});

describe('the SDK', () => {
  it('is asked to export what it holds before the run is left', async () => {
    register(new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] }));
    expect(await told([sampleOf(0)])).toHaveLength(2);
  });

  it('that does not come to an end is not waited for', async () => {
    const stuck = { onStart() {}, onEnd() {}, forceFlush: () => new Promise<void>(() => {}), shutdown: async () => {} };
    register(new BasicTracerProvider({ spanProcessors: [stuck] }));
    const world = testWorld();
    await told([], { world });
    expect(world.warnings).toEqual(['OpenTelemetry: the spans were not exported within 10 s; the SDK goes on trying.']);
  });

  it('that is missing is said once, and the run goes on without spans', async () => {
    trace.disable();
    const world = testWorld();
    await told([sampleOf(0), sampleOf(1)], { world });
    expect(world.warnings).toEqual([expect.stringContaining('No OpenTelemetry SDK is registered')]);
  });
});
