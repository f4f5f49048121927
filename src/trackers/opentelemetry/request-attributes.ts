import type { Json } from '../../core/json.js';
import type { RunSpec } from '../../core/run-record.js';
import { camelCase } from '../../util/case.js';
import type { Attributes, AttributeValue } from './api.js';

/** Models that answer inside this process. */
const LOCAL = new Set(['function', 'baseline']);
/** The model of `hret.score`: the answers existed already, nothing was asked. */
const GIVEN_ANSWERS = 'given-answers';

/** What every request of a run has in common, by the names of the semantic conventions for generative AI. */
export interface RequestInfo {
  /** `chat gpt-4o-mini`. */
  readonly spanName: string;
  readonly isRemote: boolean;
  readonly attributes: Attributes;
  readonly systemMessage?: string;
}

/** `undefined` when no model is asked. */
export function requestInfo({
  model,
  trials,
  scaling,
}: Pick<RunSpec, 'model' | 'trials' | 'scaling'>): RequestInfo | undefined {
  if (model.id === GIVEN_ANSWERS) return undefined;
  // As the user wrote them, so perhaps in snake_case.
  const params = Object.fromEntries(Object.entries(model.params).map(([key, value]) => [camelCase(key), value]));
  const { provider, name } = named(model);
  const operation = params.api === 'completions' || params.useChatApi === false ? 'text_completion' : 'chat';
  const isAskedOnce = trials === 1 && scaling === undefined;
  return {
    spanName: `${operation} ${name}`,
    isRemote: !LOCAL.has(provider),
    attributes: {
      'gen_ai.operation.name': operation,
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': name,
      ...server(params.apiBase),
      'gen_ai.request.temperature': number(params.temperature),
      'gen_ai.request.max_tokens': number(params.maxTokens ?? params.maxCompletionTokens),
      'gen_ai.request.top_p': number(params.topP),
      // Every further draw of a sample is asked with another seed.
      'gen_ai.request.seed': isAskedOnce ? number(params.seed) : undefined,
      'gen_ai.request.frequency_penalty': number(params.frequencyPenalty),
      'gen_ai.request.presence_penalty': number(params.presencePenalty),
      'gen_ai.request.stop_sequences': texts(params.stop),
    },
    ...(typeof params.systemMessage === 'string' && { systemMessage: params.systemMessage }),
  };
}

/** `openai/gpt-4o-mini` is a model of a service; a function of the user may have any name. */
function named({ id, source }: RunSpec['model']): { readonly provider: string; readonly name: string } {
  const slash = id.indexOf('/');
  if (source !== undefined || slash < 1) return { provider: 'function', name: id };
  return { provider: id.slice(0, slash), name: id.slice(slash + 1) };
}

function number(value: Json | undefined): AttributeValue | undefined {
  return typeof value === 'number' ? value : undefined;
}

function texts(value: Json | undefined): AttributeValue | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : undefined;
}

function server(address: Json | undefined): Attributes {
  if (typeof address !== 'string' || !URL.canParse(address)) return {};
  const { hostname, port, protocol } = new URL(address);
  return { 'server.address': hostname, 'server.port': port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port) };
}
