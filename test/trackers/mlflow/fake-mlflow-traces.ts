import type { IncomingHttpHeaders } from 'node:http';
import { type FakeRuns, Refusal } from './fake-mlflow-runs.js';

type Said = Record<string, unknown>;

interface Assessment extends Said {
  readonly assessment_id: string;
  readonly assessment_name: string;
}

export interface StoredTrace {
  readonly info: Readonly<Record<string, unknown>>;
  /** By their ids: what comes again takes the place of what was there. */
  readonly assessments: Map<string, Assessment>;
  readonly spans: Map<string, Said>;
  readonly runIds: Set<string>;
}

/** Traces as MLflow 3 keeps them. */
export class FakeTraces {
  readonly all = new Map<string, StoredTrace>();
  readonly #runs: FakeRuns;

  constructor(runs: FakeRuns) {
    this.#runs = runs;
  }

  answer(route: string, said: Said, headers: IncomingHttpHeaders, takesSpans: boolean): object | undefined {
    switch (route) {
      case 'POST /api/3.0/mlflow/traces':
        return this.#start((said.trace as { trace_info: Said }).trace_info);
      case 'POST /v1/traces':
        return takesSpans ? this.#addSpans(said, headers) : undefined;
      case 'POST /api/2.0/mlflow/traces/link-to-run':
        return this.#link(said);
      default:
        return undefined;
    }
  }

  #start({ assessments = [], ...info }: Said): object {
    const id = String(info.trace_id);
    if (!/^tr-[0-9a-f]{32}$/.test(id)) throw new Refusal(`Invalid trace id ${id}`);
    const known = this.all.get(id);
    const merged = new Map(known?.assessments);
    for (const assessment of assessments as Assessment[]) {
      if (assessment.assessment_name.includes('.')) throw new Refusal('An assessment name has no dot');
      merged.set(assessment.assessment_id, assessment);
    }
    this.all.set(id, {
      info,
      assessments: merged,
      spans: known?.spans ?? new Map(),
      runIds: known?.runIds ?? new Set(),
    });
    const tags = { 'mlflow.artifactLocation': `mlflow-artifacts:/traces/${id}/artifacts` };
    return { trace: { trace_info: { trace_id: id, tags } } };
  }

  #addSpans(said: Said, headers: IncomingHttpHeaders): object {
    if (headers['x-mlflow-experiment-id'] === undefined) throw new Refusal('no experiment', 'BAD_REQUEST', 422);
    const [resource] = said.resourceSpans as { scopeSpans: { spans: Said[] }[] }[];
    for (const span of resource?.scopeSpans.flatMap(({ spans }) => spans) ?? [])
      this.#trace(`tr-${String(span.traceId)}`).spans.set(String(span.spanId), span);
    return {};
  }

  #link({ trace_ids, run_id }: Said): object {
    const ids = trace_ids as string[];
    if (ids.length > 100) throw new Refusal('Cannot link more than 100 traces to a run in a single request.');
    this.#runs.run(run_id);
    for (const id of ids) this.#trace(id).runIds.add(String(run_id));
    return {};
  }

  #trace(id: string): StoredTrace {
    const trace = this.all.get(id);
    if (trace === undefined) throw new Refusal(`Trace with ID ${id} is not found.`, 'RESOURCE_DOES_NOT_EXIST', 404);
    return trace;
  }
}
