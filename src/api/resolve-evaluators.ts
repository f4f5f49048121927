import type { Evaluator } from '../core/evaluator.js';
import type { Json, JsonObject } from '../core/json.js';
import type { Model } from '../core/model.js';
import type { EvaluateOptions, EvaluationMethod, Params } from '../core/options.js';
import type { DatasetPlugin, EvaluatorRequest } from '../core/plugin.js';
import { parseOptions } from '../core/plugin-options.js';
import type { World } from '../core/world.js';
import { HretError } from '../errors.js';
import { parsedBy } from '../evaluators/cot.js';
import { gatedByLanguage, languageEvaluator } from '../evaluators/language.js';
import { scorerEvaluator } from '../evaluators/scorer.js';
import { toJson } from '../util/to-json.js';
import { cotParserOf } from './cot-parser.js';
import { registries } from './registries.js';

export interface ResolvedEvaluators {
  readonly evaluators: readonly Evaluator[];
  readonly metricNames: readonly ((metric: string) => string)[];
  /** For the run's spec. */
  readonly specs: readonly { readonly name: string; readonly params: JsonObject }[];
  readonly language?: JsonObject;
  readonly cotParser?: string;
  /** Those that wanted to know the judge, or opened others. */
  readonly judging: readonly Evaluator[];
  /** Whether any of them wanted to know the judge of the run. */
  readonly isJudgeAsked: boolean;
}

/** The judge of the run, and a way to get more of them, and embedders. */
export interface Judges {
  readonly judge: Model | undefined;
  readonly openJudge: NonNullable<EvaluatorRequest['openJudge']>;
  readonly openEmbedder: NonNullable<EvaluatorRequest['openEmbedder']>;
}

/** Makes the evaluators the options name, with the parser of reasoning and the language check around them. */
export async function resolveEvaluators(
  options: EvaluateOptions,
  world: World,
  judges: Judges,
  dataset: DatasetPlugin | undefined,
): Promise<ResolvedEvaluators> {
  const methods = methodsOf(options.evaluationMethod ?? dataset?.evaluator);
  const made = await madeBy(methods, options, world, judges);
  refuseUnfit(
    made.map(({ evaluator }) => evaluator),
    dataset,
  );
  warnOfTooFewTrials(made, options, world);
  const parser = await cotParserOf(options.cotParser, world);
  const { language, check, gate } = languageOf(
    options,
    made.every(({ evaluator }) => evaluator.reads === 'text'),
  );
  const wrapped = made.map(({ evaluator }) =>
    gate(parser === undefined ? evaluator : parsedBy(evaluator, parser.parse)),
  );
  const evaluators = check === undefined ? wrapped : [...wrapped, check];
  return {
    evaluators,
    metricNames: evaluators.map((evaluator, place) => metricNaming(evaluator, evaluators.slice(0, place))),
    specs: made.map(({ evaluator, params }) => ({ name: evaluator.name, params })),
    isJudgeAsked: made.some(({ asks }) => asks.judge),
    judging: wrapped.filter((_, place) => made[place]?.asks.judge || made[place]?.asks.others),
    ...(language !== undefined && { language }),
    ...(parser !== undefined && { cotParser: parser.name }),
  };
}

/** A metric that cannot come about is left out of the results; whoever asked for it learns why before paying for the rest. */
function warnOfTooFewTrials(made: readonly Made[], { trials = 1 }: EvaluateOptions, world: World): void {
  for (const { evaluator } of made) {
    const { name, trialsTaken = 1 } = evaluator;
    if (trialsTaken > trials)
      world.warn(
        `${name}: k = ${trialsTaken} takes trials: ${trialsTaken} or more, and the run has ${trials}; it is left out.`,
      );
  }
}

/** The first evaluator keeps its metric names; a later one whose metric is already taken gets `<evaluator>/<metric>`. */
function metricNaming(evaluator: Evaluator, earlier: readonly Evaluator[]): (metric: string) => string {
  const taken = new Set(earlier.flatMap(({ metrics }) => metrics));
  return (metric) => (taken.has(metric) ? `${evaluator.name}/${metric}` : metric);
}

function methodsOf(method: EvaluateOptions['evaluationMethod']): readonly (string | Evaluator)[] {
  const given = method === undefined ? ['string_match'] : isList(method) ? method : [method];
  const methods = given.map((one) => (typeof one === 'function' ? scorerEvaluator(one) : one));
  if (methods.length === 0)
    throw new HretError(
      'usage',
      'evaluationMethod: the list is empty. Name at least one evaluator, for example "string_match".',
    );
  const names = methods.map((one) => (typeof one === 'string' ? one : one.name));
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new HretError('usage', `evaluationMethod: "${twice}" is named twice.`);
  return methods;
}

function isList(method: EvaluationMethod | readonly EvaluationMethod[]): method is readonly EvaluationMethod[] {
  return Array.isArray(method);
}

async function madeBy(
  methods: readonly (string | Evaluator)[],
  options: EvaluateOptions,
  world: World,
  { judge, openJudge, openEmbedder }: Judges,
): Promise<Made[]> {
  const made: Made[] = [];
  for (const method of methods) {
    if (typeof method !== 'string') {
      made.push({ evaluator: method, params: {}, asks: { judge: false, others: false } });
      continue;
    }
    const plugin = await registries.evaluators.get(method);
    const params = paramsFor(method, methods, options.evaluatorParams ?? {});
    const parsed = parseOptions(plugin, methods.length > 1 ? `evaluatorParams.${method}` : 'evaluatorParams', params);
    const asks = { judge: false, others: false };
    const request: EvaluatorRequest = {
      ...world,
      ...(options.compat !== undefined && { compat: options.compat }),
      openEmbedder,
      openJudge(...given) {
        asks.others = true;
        return openJudge(...given);
      },
      get judge() {
        asks.judge = true;
        return judge as Model;
      },
    };
    made.push({ evaluator: await plugin.create(parsed, request), params: toJson(params) as JsonObject, asks });
  }
  return made;
}

/** An evaluator, and whom it wanted to know when it was made. */
interface Made {
  readonly evaluator: Evaluator;
  readonly params: JsonObject;
  readonly asks: { judge: boolean; others: boolean };
}

function nameOf(method: string | Evaluator): string {
  return typeof method === 'string' ? method : method.name;
}

/** With one evaluator the params are its own; with several they are listed under the evaluators' names. */
function paramsFor(method: string, methods: readonly (string | Evaluator)[], params: Params): Params {
  if (methods.length === 1) return params;
  const names = methods.map(nameOf);
  const stray = Object.keys(params).find((key) => !names.includes(key));
  if (stray !== undefined) {
    throw new HretError(
      'usage',
      `evaluatorParams.${stray}: with several evaluators, put the params under their names, for example { ${method}: { … } }.`,
    );
  }
  const own = params[method] ?? {};
  if (typeof own !== 'object' || Array.isArray(own))
    throw new HretError('usage', `evaluatorParams.${method}: expected an object.`);
  return own as Params;
}

function refuseUnfit(evaluators: readonly Evaluator[], dataset: DatasetPlugin | undefined): void {
  const only = dataset?.evaluationOnly;
  const unfit = only && evaluators.find((evaluator) => !only.includes(evaluator.name));
  if (unfit !== undefined) {
    throw new HretError(
      'usage',
      `"${dataset?.name}" cannot be scored with ${unfit.name}; it allows: ${only?.join(', ')}.`,
    );
  }
}

function languageOf(
  options: EvaluateOptions,
  readsText: boolean,
): { language?: JsonObject; check?: Evaluator; gate: (evaluator: Evaluator) => Evaluator } {
  const mode = options.languagePenalize ?? true;
  const lang = options.targetLang ?? 'ko';
  if (mode === false || !readsText) return { gate: (evaluator) => evaluator };
  const language: Record<string, Json> = { target: lang, mode: mode === 'gate' ? 'gate' : 'report' };
  return {
    language,
    check: languageEvaluator(lang, options.compat),
    gate: mode === 'gate' ? (evaluator) => gatedByLanguage(evaluator, lang) : (evaluator) => evaluator,
  };
}
