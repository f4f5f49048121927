import { mapConcurrent } from '../../util/map-concurrent.js';
import { elsewhere } from './artifacts.js';
import type { Rest } from './rest.js';
import { isNotOffered, isRefused } from './server-errors.js';
import { anything, traceReply } from './server-replies.js';
import { otlpSpan, storedSpan } from './span.js';
import type { RemoteRun } from './store.js';
import type { Trace } from './trace.js';

/** Where samples are kept as traces. */
export interface TraceStore {
  /** Sends traces and links them to the run; traces that are there already become what they are now. */
  log(run: RemoteRun, traces: readonly Trace[]): Promise<void>;
}

const IN_FLIGHT = 8;
/** What a server links to a run at once. */
export const TRACES_AT_ONCE = 100;

export function serverTraces(rest: Rest): TraceStore {
  let takesSpans = true;
  // Of traces that were started before another request failed: the next try need not start them again.
  let locations = new Map<string, string>();
  return {
    async log(run, traces) {
      await startAll(rest, traces, locations);
      if (takesSpans) takesSpans = await sendSpans(rest, run, traces);
      if (!takesSpans) await putSpans(rest, traces, locations);
      await link(rest, run, traces);
      locations = new Map();
    },
  };
}

/** Where the spans of each trace belong when they are kept as files. */
type Locations = ReadonlyMap<string, string>;

async function startAll(rest: Rest, traces: readonly Trace[], locations: Map<string, string>): Promise<void> {
  const start = async ({ id, info }: Trace) => {
    const { trace } = await rest.post('/api/3.0/mlflow/traces', { trace: { trace_info: info } }, traceReply);
    locations.set(id, trace.trace_info.tags['mlflow.artifactLocation'] ?? '');
  };
  await forEach(
    traces.filter(({ id }) => !locations.has(id)),
    start,
  );
}

/** All spans in one request, into the server's database; `false` from a server that does not take them so. */
async function sendSpans(rest: Rest, run: RemoteRun, traces: readonly Trace[]): Promise<boolean> {
  const scopeSpans = [{ scope: { name: 'hret' }, spans: traces.map(({ span }) => otlpSpan(span)) }];
  try {
    await rest.send(
      '/v1/traces',
      { resourceSpans: [{ resource: {}, scopeSpans }] },
      { 'x-mlflow-experiment-id': run.experimentId },
    );
    return true;
  } catch (error) {
    if (isNotOffered(error) || isRefused(error)) return false;
    throw error;
  }
}

/** As MLflow 3.0 keeps them: one file for each trace among the artifacts. */
async function putSpans(rest: Rest, traces: readonly Trace[], locations: Locations): Promise<void> {
  const put = async ({ id, span }: Trace) => {
    const location = locations.get(id) ?? '';
    const path = /^mlflow-artifacts:(?:\/\/[^/]*)?\/*(.*)$/.exec(location)?.[1];
    if (path === undefined) throw elsewhere(location);
    const text = JSON.stringify({ spans: [storedSpan(span, id)] });
    await rest.put(`/api/2.0/mlflow-artifacts/artifacts/${path}/traces.json`, { text });
  };
  await forEach(traces, put);
}

async function link(rest: Rest, { runId }: RemoteRun, traces: readonly Trace[]): Promise<void> {
  const body = { trace_ids: traces.map(({ id }) => id), run_id: runId };
  try {
    await rest.post('/api/2.0/mlflow/traces/link-to-run', body, anything);
  } catch (error) {
    // The first servers of MLflow 3 know the run from the trace's metadata alone.
    if (!isNotOffered(error)) throw error;
  }
}

/** A few at once; after one has failed no more are begun. */
async function forEach<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const all = async function* () {
    yield items;
  };
  const batches = mapConcurrent(all(), IN_FLIGHT, work);
  while (!(await batches.next()).done);
}
