import type { Price, Pricing } from '../backends/prices/price.js';
import { isNearby, pricingFor } from '../backends/prices/price-table.js';
import { currentConfig } from '../config/settings.js';
import type { Model } from '../core/model.js';
import type { EvaluateOptions, Params } from '../core/options.js';
import { parseOptions } from '../core/plugin-options.js';
import type { World } from '../core/world.js';
import { HretError } from '../errors.js';
import { estimateTokens } from '../util/token-estimate.js';
import { effectiveOptions } from './effective-options.js';
import { registries } from './registries.js';
import { type Resolved, resolve } from './resolve.js';
import { settingsOptions } from './settings-options.js';
import { openSitting } from './sitting.js';
import { type TokenCounter, tokenCounterFor } from './token-counter.js';

/** A number as it is likely to be, and the most it can be where something bounds it. */
export interface Range {
  readonly typical: number;
  readonly most?: number;
}

/** What a run would take, before anything is asked. */
export interface Estimate {
  readonly model: string;
  readonly samples: number;
  /** Samples x trials; ranking options is one request a sample. */
  readonly requests: number;
  readonly inputTokens: number;
  /** How they were counted, and how far off that may be. */
  readonly tokensCountedBy: string;
  readonly outputTokens: Range;
  /** US dollars; absent when nobody says what the model costs. */
  readonly costUsd?: Range;
  readonly priceSource?: string;
  readonly timeMs: Range;
  /** What bounds the time: `requestsPerMinute`, `tokensPerMinute` or `requests in flight`. */
  readonly timeBoundBy: string;
  /** Everything that was assumed, in sentences. */
  readonly assumptions: readonly string[];
}

export interface EstimateOptions {
  /** Tokens of a typical answer, where you know better. */
  readonly outputTokens?: number | undefined;
}

const TYPICAL_OUTPUT = 200;
/** Of one answer of a hosted model: half a second until it begins, then 60 tokens a second. */
const FIRST_TOKEN_MS = 500;
const MS_PER_TOKEN = 1000 / 60;
const DEFAULT_WORKERS = 16;
const FRAME_TOKENS = 8;
const IMAGE_TOKENS = 1100;
/** Prompts that are counted exactly; the others by the ratio found on these. */
const MOST_COUNTED = 2000;

/** What a run with these options would ask, take and cost. Reads the dataset; asks nobody, and needs no key. */
export async function estimate(options: EvaluateOptions, { outputTokens }: EstimateOptions = {}): Promise<Estimate> {
  const settings = currentConfig();
  const all = effectiveOptions(settingsOptions(), options);
  const { world } = openSitting(all.outputDir ?? settings.outputDir, settings.logLevel);
  const service = await serviceOf(all, world);
  const resolved = await resolve(all, { model: { model: nobody(service.id) } }, world);
  try {
    const counter = await tokenCounterFor(service.modelName);
    const asked = await count(resolved, service, counter);
    return estimateOf(all, service, resolved, asked, counter, outputTokens, world);
  } finally {
    await resolved.close();
  }
}

/** What the options say of the service, under the names all backends have. */
interface ServiceFacts {
  readonly id: string;
  readonly modelName: string;
  readonly baseUrl: string | undefined;
  readonly systemMessage: string | undefined;
  readonly maxTokens: number | undefined;
  readonly requestsPerMinute: number | undefined;
  readonly tokensPerMinute: number | undefined;
  readonly maxConnections: number | undefined;
  readonly prices: Readonly<Record<string, Price>> | undefined;
}

async function serviceOf({ model, modelParams = {} }: EvaluateOptions, world: World): Promise<ServiceFacts> {
  if (model === undefined) {
    throw new HretError('usage', 'There is no model to estimate for. Name one, for example --model openai.');
  }
  const plugin = await registries.models.get(model);
  const params = parseOptions(plugin, 'modelParams', modelParams) as Params;
  const text = (name: string) => (typeof params[name] === 'string' ? params[name] : undefined);
  const number = (name: string) => (typeof params[name] === 'number' ? params[name] : undefined);
  return {
    ...(await placeOf(model, params, world)),
    systemMessage: text('systemMessage'),
    maxTokens: number('maxCompletionTokens') ?? number('maxTokens') ?? number('maxNewTokens'),
    requestsPerMinute: number('requestsPerMinute'),
    tokensPerMinute: number('tokensPerMinute'),
    maxConnections: number('maxConnections'),
    prices: params.prices as ServiceFacts['prices'],
  };
}

/** Which model it is and where, as far as its price depends on it. */
async function placeOf(
  backend: string,
  params: Params,
  { env }: World,
): Promise<Pick<ServiceFacts, 'id' | 'modelName' | 'baseUrl'>> {
  const text = (name: string) => (typeof params[name] === 'string' ? params[name] : undefined);
  if (backend === 'litellm' || backend === 'litellm_judge') {
    const { placeOfModel } = await import('../backends/litellm/place.js');
    return placeOfModel(params);
  }
  const modelName = text('modelName') ?? text('model') ?? backend;
  const variable = backend === 'openai' ? (env.OPENAI_API_BASE ?? env.OPENAI_BASE_URL) : undefined;
  return {
    id: `${backend}/${modelName}`,
    modelName,
    baseUrl: text('apiBase') ?? (variable || (backend === 'openai' ? 'https://api.openai.com/v1' : undefined)),
  };
}

/** Stands where the model would, so that everything else is resolved as for the run. */
function nobody(id: string): Model {
  const refuse = () => Promise.reject(new HretError('usage', 'An estimate asks nobody.'));
  return { id, generate: refuse, logLikelihoods: refuse };
}

interface Asked {
  readonly samples: number;
  readonly inputTokens: number;
  readonly images: number;
}

async function count(
  { dataset, prompt, limit = Number.POSITIVE_INFINITY, leftOut, evaluators }: Resolved,
  { systemMessage }: ServiceFacts,
  { countTokens }: TokenCounter,
): Promise<Asked> {
  const isRanking = evaluators.some(({ reads }) => reads === 'ranking');
  const own = FRAME_TOKENS + (systemMessage === undefined ? 0 : countTokens(systemMessage));
  let position = 0;
  let samples = 0;
  let images = 0;
  let tokens = 0;
  const sum = { exact: 0, estimated: 0 };
  for await (const sample of dataset.samples()) {
    if (samples >= limit) break;
    if (leftOut?.has(position++)) continue;
    const { text, images: shown = [] } = prompt(sample);
    const repeats = isRanking && sample.target.kind === 'choice' ? sample.target.choices.length : 1;
    const estimated = estimateTokens(text);
    if (samples < MOST_COUNTED) {
      sum.exact += countTokens(text);
      sum.estimated += estimated;
    }
    const ratio = sum.estimated === 0 ? 1 : sum.exact / sum.estimated;
    const inText = samples < MOST_COUNTED ? countTokens(text) : estimated * ratio;
    tokens += repeats * (own + inText + shown.length * IMAGE_TOKENS);
    images += shown.length;
    samples++;
  }
  return { samples, inputTokens: Math.round(tokens), images };
}

async function estimateOf(
  options: EvaluateOptions,
  service: ServiceFacts,
  resolved: Resolved,
  asked: Asked,
  counter: TokenCounter,
  given: number | undefined,
  { now }: World,
): Promise<Estimate> {
  const { trials, evaluators } = resolved;
  const isRanking = evaluators.some(({ reads }) => reads === 'ranking');
  const requests = asked.samples * trials;
  const inputTokens = asked.inputTokens * trials;
  const most = isRanking ? 0 : service.maxTokens;
  const each = isRanking ? 0 : Math.min(given ?? TYPICAL_OUTPUT, most ?? Number.POSITIVE_INFINITY);
  const outputTokens = range(requests * each, most === undefined ? undefined : requests * most);
  const pricing = await pricingOf(service, now);
  const costUsd = pricing && costRange(pricing, inputTokens, outputTokens);
  const inFlight = Math.min(options.maxWorkers ?? DEFAULT_WORKERS, service.maxConnections ?? Number.POSITIVE_INFINITY);
  const time = (output: number) => timeFor(service, requests, inputTokens, output, inFlight);
  const typical = time(outputTokens.typical);
  return {
    model: service.id,
    samples: asked.samples,
    requests,
    inputTokens,
    tokensCountedBy: counter.name,
    outputTokens,
    ...(costUsd !== undefined && { costUsd }),
    ...(pricing !== undefined && { priceSource: pricing.source }),
    timeMs: range(typical.ms, outputTokens.most === undefined ? undefined : time(outputTokens.most).ms),
    timeBoundBy: typical.boundBy,
    assumptions: assumptionsOf({ options, service, asked, counter, pricing, isRanking, each, given, inFlight }),
  };
}

async function pricingOf(
  { modelName, baseUrl, prices }: ServiceFacts,
  now: () => number,
): Promise<Pricing | undefined> {
  return pricingFor({ model: modelName, baseUrl: baseUrl ?? '', prices, now });
}

function costRange(pricing: Pricing, inputTokens: number, output: Range): Range | undefined {
  const cost = (outputTokens: number) => pricing.costOf({ inputTokens, outputTokens });
  const typical = cost(output.typical);
  if (typical === undefined) return undefined;
  return range(typical, output.most === undefined ? undefined : cost(output.most));
}

/** The slowest of the limits says how long it takes. */
function timeFor(
  { requestsPerMinute, tokensPerMinute }: ServiceFacts,
  requests: number,
  inputTokens: number,
  outputTokens: number,
  inFlight: number,
): { ms: number; boundBy: string } {
  const bounds = [
    { boundBy: 'requests in flight', ms: (requests * FIRST_TOKEN_MS + outputTokens * MS_PER_TOKEN) / inFlight },
    { boundBy: 'requestsPerMinute', ms: minutes(requests, requestsPerMinute) },
    { boundBy: 'tokensPerMinute', ms: minutes(inputTokens + outputTokens, tokensPerMinute) },
  ];
  const slowest = bounds.reduce((a, b) => (b.ms > a.ms ? b : a));
  return { ...slowest, ms: Math.round(slowest.ms) };
}

function minutes(amount: number, perMinute: number | undefined): number {
  return perMinute === undefined ? 0 : (amount / perMinute) * 60_000;
}

interface Assumed {
  readonly options: EvaluateOptions;
  readonly service: ServiceFacts;
  readonly asked: Asked;
  readonly counter: TokenCounter;
  readonly pricing: Pricing | undefined;
  readonly isRanking: boolean;
  readonly each: number;
  readonly given: number | undefined;
  readonly inFlight: number;
}

function assumptionsOf({
  options,
  service,
  asked,
  counter,
  pricing,
  isRanking,
  each,
  given,
  inFlight,
}: Assumed): string[] {
  const { judgeModel, scalingMethod, rewardModel } = options;
  const hasNoBound = !isRanking && service.maxTokens === undefined;
  const uncounted = [
    judgeModel !== undefined && 'the judge',
    scalingMethod !== undefined && `what ${scalingMethod} asks beyond one request a trial`,
    rewardModel !== undefined && 'the reward model',
    'retries',
  ].filter((each) => each !== false);
  return [
    `Prompts are counted by ${counter.name}.`,
    ...(isRanking ? ['Ranking sends the prompt once for every option and generates nothing.'] : []),
    ...(!isRanking && given === undefined
      ? [`A typical answer is taken to have ${each} tokens; say better with --output-tokens.`]
      : []),
    ...(hasNoBound ? ['Without maxTokens nothing bounds the answers, so there is no most.'] : []),
    ...(asked.images > 0 ? [`An image is taken to have ${IMAGE_TOKENS} tokens.`] : []),
    pricing === undefined
      ? `Nobody says what ${service.modelName} costs${service.baseUrl !== undefined && isNearby(service.baseUrl) ? ' on a server of your own' : ''}; give modelParams.prices.`
      : `The price is from ${pricing.source}, without discounts for cached input. Batch APIs of OpenAI, Anthropic and Google take half of it.`,
    `An answer is taken to begin after ${FIRST_TOKEN_MS / 1000} s and to come at 60 tokens a second, with ${inFlight} requests in flight.`,
    `Not counted: ${uncounted.join(', ')}.`,
  ];
}

function range(typical: number, most: number | undefined): Range {
  return most === undefined ? { typical } : { typical, most: Math.max(typical, most) };
}
