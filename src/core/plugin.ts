import type { ZodType } from 'zod';
import type { Dataset } from './dataset.js';
import type { Embedder } from './embedder.js';
import type { Evaluator } from './evaluator.js';
import type { Model, RewardModel, Wrap } from './model.js';
import type { Tracker } from './tracker.js';
import type { World } from './world.js';

/** Makes one thing from checked options. A dataset, a backend, an evaluator, a scaling method and a tracker are all this. */
export interface Plugin<Made, Options = unknown, Deps = unknown> {
  /** snake_case, the same words as its file name. */
  readonly name: string;
  /** Other names it answers to. */
  readonly aliases?: readonly string[];
  /** One sentence for `hret list`. */
  readonly summary: string;
  /** Keys in camelCase; users may write snake_case. Unknown keys must be refused (`z.strictObject`). */
  readonly options: ZodType<Options>;
  create(options: Options, deps: Deps): Made | Promise<Made>;
}

/** `hret`: give the ancestor's number, defects included. Absent: the right one. */
export type Compat = 'hret' | undefined;

/** What a dataset is opened with, besides its own options. */
export interface DatasetRequest extends World {
  readonly subset?: readonly string[];
  /** Absent: the dataset's default split. */
  readonly split?: string;
  /** The default split of the settings, for datasets that find out which splits there are: read where there is one. */
  readonly preferredSplit?: string;
  readonly compat?: Compat;
}

export interface DatasetPlugin<Options = unknown> extends Plugin<Dataset, Options, DatasetRequest> {
  /** Read when the user names no split. */
  readonly defaultSplit?: string;
  /** Where few-shot examples come from unless `fewShotSplit` says otherwise; absent: the split under evaluation, minus the shots. */
  readonly fewShotSplit?: string;
  readonly splits?: readonly string[];
  /** Which splits it has is known when it is opened; it heeds `preferredSplit`. */
  readonly findsSplits?: true;
  readonly subsets?: readonly string[];
  /** Evaluators that make sense on it; others are refused. */
  readonly evaluationOnly?: readonly string[];
  /** How the published form of the benchmark writes few-shot examples, where it differs from ours; options of the run win. */
  readonly fewShotInstruction?: string;
  readonly fewShotExampleTemplate?: string;
  /** Scores when the run names no evaluator; absent: `string_match`. */
  readonly evaluator?: Evaluator;
  /** How many rows its default split has, all subsets together. */
  readonly rows?: number;
  /** As its authors state it; absent where they state none. */
  readonly license?: string;
  readonly homepage?: string;
  /** Who made it: authors, title, where and when it was published. */
  readonly citation?: string;
}

/** What a backend is made with, besides its own options. */
export interface ModelRequest extends World {
  readonly compat?: Compat;
  /** Absent: the model under evaluation. */
  readonly role?: 'judge' | 'reward';
}
export interface ModelPlugin<Options = unknown> extends Plugin<Model, Options, ModelRequest> {
  /** Options that say how a service is asked, not what: a run goes on with other values of them. */
  readonly transportOptions?: readonly string[];
}

export interface EvaluatorRequest extends World {
  readonly compat?: Compat;
  /** The judge model, for evaluators that need one: `judgeOf` gives it, or says what to set. */
  readonly judge?: Model;
  /** Makes a further judge by the name of its backend; `where` is the option that holds its params. It is closed with the run. */
  readonly openJudge?: (name: string, params: Readonly<Record<string, unknown>>, where: string) => Promise<Model>;
  /** Makes a backend by name for its embeddings; `where` is the option that holds its params. It is closed with the run. */
  readonly openEmbedder?: (name: string, params: Readonly<Record<string, unknown>>, where: string) => Promise<Embedder>;
}
export type EvaluatorPlugin<Options = unknown> = Plugin<Evaluator, Options, EvaluatorRequest>;

/** What a scaling method is made with, besides its own options. */
export interface ScalingRequest extends World {
  readonly compat?: Compat;
  /** The reward model, for methods that choose by it: `rewardOf` gives it, or says what to set. */
  readonly reward?: RewardModel;
  /** The judge model, for methods that can choose by it: `judgeOf` gives it, or says what to set. */
  readonly judge?: Model;
}
export interface ScalingPlugin<Options = unknown> extends Plugin<Wrap, Options, ScalingRequest> {
  /** Params it sets on the model under evaluation before that is made: a way of sampling is no wrap. */
  modelParams?(options: Options): Readonly<Record<string, unknown>>;
  /** Whether it asks for several draws of one answer, which are all the same unless the model draws. */
  isDrawing?(options: Options, request: ScalingRequest): boolean;
  /** Whether it needs the log-probabilities of answers: a model that gives them on request only has to be asked for them. */
  readsLogprobs?(options: Options): boolean;
}
export type TrackerPlugin<Options = unknown> = Plugin<Tracker, Options, World>;
