import type { Evaluator } from './evaluator.js';
import type { JsonObject } from './json.js';
import type { Compat } from './plugin.js';
import type { Scorer } from './scorer.js';
import type { NamedTracker, Tracker } from './tracker.js';

/** Samples in flight when `maxWorkers` is not set. */
export const DEFAULT_WORKERS = 16;

/** Options of one plugin, snake_case and camelCase alike; checked by the plugin's own schema. */
export type Params = Readonly<Record<string, unknown>>;

/** Splits a raw answer into reasoning and final answer; a plain string is the final answer alone. */
export type CotParser = (text: string) => string | readonly [reasoning: string, answer: string];

/** Where a run stands; handed to `onProgress` at most ten times a second. */
export interface Progress {
  readonly runId: string;
  readonly name: string;
  readonly done: number;
  /** Absent when the dataset does not know its size. */
  readonly total?: number;
  readonly scored: number;
  readonly unscored: number;
  readonly failed: number;
  readonly truncated: number;
  /** Running value of the headline metric, and its 95 % interval. */
  readonly metric?: string;
  readonly mean?: number;
  readonly ci95?: readonly [number, number];
  readonly elapsedMs: number;
  readonly etaMs?: number;
  readonly retries: number;
  readonly costUsd?: number;
}

/** One way of scoring, by name or as it is. */
export type EvaluationMethod = string | Evaluator | Scorer;

/** The one options object, the same everywhere. Every field is optional; unknown keys are refused. */
export interface EvaluateOptions {
  readonly dataset?: string | undefined;
  readonly subset?: string | readonly string[] | undefined;
  readonly split?: string | undefined;
  readonly datasetParams?: Params | undefined;
  readonly model?: string | undefined;
  readonly modelParams?: Params | undefined;
  readonly judgeModel?: string | undefined;
  readonly judgeParams?: Params | undefined;
  readonly rewardModel?: string | undefined;
  readonly rewardParams?: Params | undefined;
  /** A name, `"custom"` with `evaluatorParams.customEvaluator`, an evaluator object, a scorer of autoevals or a function of yours; or a list of these. */
  readonly evaluationMethod?: EvaluationMethod | readonly EvaluationMethod[] | undefined;
  readonly evaluatorParams?: Params | undefined;
  readonly scalingMethod?: string | undefined;
  readonly scalingParams?: Params | undefined;
  readonly numFewShot?: number | undefined;
  readonly fewShotSplit?: string | undefined;
  readonly fewShotInstruction?: string | undefined;
  readonly fewShotExampleTemplate?: string | undefined;
  /** `true` reports the share of answers in the target language; `"gate"` also counts the others as wrong. */
  readonly languagePenalize?: boolean | 'gate' | undefined;
  readonly targetLang?: string | undefined;
  /** A function, `module#export`, or `default`: the reasoning ends where the final answer begins. */
  readonly cotParser?: string | CotParser | undefined;
  /** A count (1, 2, …) or a fraction below 1 of the samples, taken from the front. */
  readonly limit?: number | undefined;
  readonly seed?: number | undefined;
  /** How often every sample is asked. */
  readonly trials?: number | undefined;
  /** Samples in flight. */
  readonly maxWorkers?: number | undefined;
  readonly runName?: string | undefined;
  readonly metadata?: JsonObject | undefined;
  /** `true`: go on with the newest unfinished run of the same spec, or start one. A string: that run. */
  readonly resume?: boolean | string | undefined;
  /** The run fails once more than this many samples have failed. */
  readonly maxFailures?: number | undefined;
  /** Milliseconds a sample may take, retries included. */
  readonly timeoutMs?: number | undefined;
  /** Names, names with options (`{ name: 'mlflow', options: { experimentName: 'korean' } }`), or trackers of your own. */
  readonly trackers?: readonly (string | NamedTracker | Tracker)[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly compat?: Compat;
  readonly outputDir?: string | undefined;
}
