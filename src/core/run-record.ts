import type { Metric } from './evaluator.js';
import type { JsonObject } from './json.js';
import type { Usage } from './model.js';

export type RunStatus = 'running' | 'finished' | 'failed' | 'interrupted';

/** How many work items (samples x trials) ended in which way; the four kinds add up to `total`. */
export interface Counts {
  readonly total: number;
  readonly scored: number;
  readonly unscored: number;
  readonly failed: number;
  readonly truncated: number;
}

/** Everything that decides what a run asks and how it scores. Two runs with equal specs can continue each other. */
export interface RunSpec {
  readonly dataset: {
    readonly name: string;
    readonly subset?: readonly string[];
    readonly split?: string;
    readonly params: JsonObject;
  };
  /** `params` hold no secrets; `source` is the digest of a model function's source text. */
  readonly model: { readonly id: string; readonly params: JsonObject; readonly source?: string };
  readonly evaluators: readonly { readonly name: string; readonly params: JsonObject }[];
  readonly scaling?: { readonly name: string; readonly params: JsonObject };
  readonly judge?: { readonly id: string; readonly params: JsonObject };
  readonly reward?: { readonly id: string; readonly params: JsonObject };
  readonly fewShot?: JsonObject;
  readonly limit?: number;
  readonly trials: number;
  readonly seed: number;
  readonly language?: JsonObject;
  readonly cotParser?: string;
  readonly compat?: string;
}

/** Statistics of one group, or of the whole run. */
export type MetricTable = Readonly<Record<string, Metric>>;

/** `run.json`: what a run was asked to do, how far it came, and what it found. */
export interface RunRecord {
  readonly runId: string;
  readonly name: string;
  /** `context`: the parent of several runs. `tracked`: numbers handed in by `trackMetrics` or a `MetricsTracker`. */
  readonly kind: 'evaluation' | 'context' | 'tracked';
  readonly parentId?: string;
  /** Runs of a context, in the order they began. */
  readonly children?: readonly string[];
  readonly status: RunStatus;
  readonly spec?: RunSpec;
  readonly specHash?: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** Wall time spent, over all resumptions. */
  readonly elapsedMs?: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly stats: MetricTable;
  readonly groups: Readonly<Record<string, MetricTable>>;
  readonly counts?: Counts;
  readonly usage?: Usage;
  /** Sum over the samples whose price is known. */
  readonly costUsd?: number;
  readonly retries?: number;
  readonly warnings: readonly string[];
  /** Why it failed, and the first errors of its samples. */
  readonly error?: string;
  readonly errorCode?: string;
  readonly firstErrors?: readonly string[];
  /** The user's own: hyperparameters, notes. */
  readonly metadata: JsonObject;
  /** What the run found out about its setting: where the rows came from, which shots were used. */
  readonly info: JsonObject;
  readonly versions: Readonly<Record<string, string>>;
}
