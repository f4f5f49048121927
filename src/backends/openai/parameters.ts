import { HretError } from '../../errors.js';
import type { OpenaiOptions } from './options.js';
import type { Api, Server } from './server.js';

type Names = Readonly<Partial<Record<Api, string>>>;

const everywhere = (name: string): Names => ({ chat: name, completions: name, responses: name });
const prompted = (name: string): Names => ({ chat: name, completions: name });

/**
 * The options that are fields of a request, by the name each API has for them; a dot leads into a field of a field.
 * https://platform.openai.com/docs/api-reference: chat/create, completions/create, responses/create.
 */
const OPENAI = {
  temperature: everywhere('temperature'),
  topP: everywhere('top_p'),
  maxTokens: { chat: 'max_tokens', completions: 'max_tokens', responses: 'max_output_tokens' },
  maxCompletionTokens: { chat: 'max_completion_tokens', responses: 'max_output_tokens' },
  stop: prompted('stop'),
  seed: prompted('seed'),
  frequencyPenalty: prompted('frequency_penalty'),
  presencePenalty: prompted('presence_penalty'),
  logitBias: prompted('logit_bias'),
  reasoningEffort: { chat: 'reasoning_effort', responses: 'reasoning.effort' },
  responseFormat: { chat: 'response_format', responses: 'text.format' },
  verbosity: { chat: 'verbosity', responses: 'text.verbosity' },
  serviceTier: { chat: 'service_tier', responses: 'service_tier' },
  user: everywhere('user'),
  safetyIdentifier: { chat: 'safety_identifier', responses: 'safety_identifier' },
  promptCacheKey: { chat: 'prompt_cache_key', responses: 'prompt_cache_key' },
  metadata: { chat: 'metadata', responses: 'metadata' },
  store: { chat: 'store', responses: 'store' },
} as const satisfies Readonly<Record<string, Names>>;

/** What OpenAI does not have and other servers do, mostly by these names. */
const EXTENSIONS = {
  topK: everywhere('top_k'),
  minP: everywhere('min_p'),
  repetitionPenalty: everywhere('repetition_penalty'),
} as const satisfies Readonly<Record<string, Names>>;

const ALL: Readonly<Record<Parameter, Names>> = { ...OPENAI, ...EXTENSIONS };

export type Parameter = keyof typeof OPENAI | keyof typeof EXTENSIONS;
type Values = Readonly<Partial<Record<Parameter, unknown>>>;
type Body = Record<string, unknown>;

/** OpenAI's own limit: "Up to 4 sequences where the API will stop generating further tokens". */
const OPENAI_STOPS = 4;

/**
 * The fields of a request for the options that are set. One that this API or server does not have is refused by its name:
 * most servers ignore what they do not know, and the run would be recorded with a parameter that was never in force.
 */
export function parameterFields(options: OpenaiOptions, api: Api, server: Server, model: string): Body {
  const body: Body = {};
  const values: Values = { ...options, temperature: options.temperature ?? undefined };
  for (const parameter of Object.keys(ALL) as Parameter[]) {
    const value = values[parameter];
    if (value === undefined || (parameter === 'stop' && Array.isArray(value) && value.length === 0)) continue;
    const name = nameOf(parameter, api, server);
    if (name === undefined) throw refused(parameter, api, server);
    if (fieldAt(body, name) !== undefined) throw twice(name);
    setField(body, name, value);
  }
  if (server.isOpenai) checkForOpenai(options, api, model);
  return body;
}

/** The field of a request for a parameter; `undefined` where the API or the server has none. */
export function nameOf(parameter: Parameter, api: Api, server: Server): string | undefined {
  const own = server.parameters?.[parameter];
  if (own !== undefined) return own ?? undefined;
  const names = ALL[parameter];
  if (server.isOpenai) return parameter in EXTENSIONS ? undefined : names[api];
  // Other servers take in completions what they take in chat, since both end in the same sampler.
  return names[api] ?? (api === 'responses' ? undefined : (names.chat ?? names.completions));
}

/** What a server takes in chat, by OpenAI's names or, where OpenAI has none, by those most servers use. */
export function supportedParameters(server: Server): string[] {
  return (Object.keys(ALL) as Parameter[]).flatMap((parameter) => {
    const { chat } = ALL[parameter];
    return nameOf(parameter, 'chat', server) === undefined || chat === undefined ? [] : [chat];
  });
}

function refused(parameter: Parameter, api: Api, server: Server): HretError {
  const elsewhere = (['chat', 'completions', 'responses'] as const).filter((other) => nameOf(parameter, other, server));
  const advice = elsewhere.length === 0 ? 'Leave it out.' : `Leave it out, or use api: "${elsewhere.join('" or "')}".`;
  return new HretError(
    'usage',
    `modelParams.${parameter}: ${server.product} does not take it in the ${api} API. ${advice}`,
  );
}

function twice(name: string): HretError {
  return new HretError(
    'usage',
    `modelParams.maxTokens and maxCompletionTokens are both sent as ${name} here: leave one out.`,
  );
}

function checkForOpenai({ stop, maxTokens }: OpenaiOptions, api: Api, model: string): void {
  if (Array.isArray(stop) && stop.length > OPENAI_STOPS) {
    throw new HretError(
      'usage',
      `modelParams.stop: OpenAI takes at most ${OPENAI_STOPS} of them, and there are ${stop.length}.`,
    );
  }
  if (maxTokens !== undefined && api === 'chat' && /^o\d/.test(model)) {
    throw new HretError('usage', `modelParams.maxTokens: ${model} takes maxCompletionTokens instead.`);
  }
}

function setField(body: Body, name: string, value: unknown): void {
  const [outer = name, inner] = name.split('.');
  body[outer] = inner === undefined ? value : { ...(body[outer] as Body | undefined), [inner]: value };
}

function fieldAt(body: Body, name: string): unknown {
  const [outer = name, inner] = name.split('.');
  return inner === undefined ? body[outer] : (body[outer] as Body | undefined)?.[inner];
}
