import type { Price } from '../../backends/prices/price.js';
import type { Params } from '../../core/options.js';
import { parseOptions } from '../../core/plugin-options.js';
import type { World } from '../../core/world.js';
import { registries } from '../registries.js';

/** What the options say of a service, under the names all backends have. */
export interface ServiceFacts {
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

/** Of `openai_judge`, `litellm_judge` and `huggingface_judge`. */
const JUDGE_TOKENS = 1024;

/** Reads the params of a backend; `where` is the option that holds them. */
export async function serviceFacts(
  backend: string,
  given: Params | undefined,
  where: string,
  world: Pick<World, 'env'>,
): Promise<ServiceFacts> {
  const plugin = await registries.models.get(backend);
  const params = parseOptions(plugin, where, given ?? {}) as Params;
  const text = (name: string) => (typeof params[name] === 'string' ? params[name] : undefined);
  const number = (name: string) => (typeof params[name] === 'number' ? params[name] : undefined);
  const most = number('maxCompletionTokens') ?? number('maxTokens') ?? number('maxNewTokens');
  return {
    ...(await placeOf(backend, params, world)),
    systemMessage: text('systemMessage'),
    maxTokens: most ?? (backend.endsWith('_judge') ? JUDGE_TOKENS : undefined),
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
  { env }: Pick<World, 'env'>,
): Promise<Pick<ServiceFacts, 'id' | 'modelName' | 'baseUrl'>> {
  const text = (name: string) => (typeof params[name] === 'string' ? params[name] : undefined);
  if (backend === 'litellm' || backend === 'litellm_judge') {
    const { placeOfModel } = await import('../../backends/litellm/place.js');
    return placeOfModel(params);
  }
  const modelName = text('modelName') ?? text('model') ?? backend;
  const isOpenai = backend === 'openai' || backend === 'openai_judge';
  const variable = isOpenai ? (env.OPENAI_API_BASE ?? env.OPENAI_BASE_URL) : undefined;
  return {
    id: `${backend}/${modelName}`,
    modelName,
    baseUrl: text('apiBase') ?? (variable || (isOpenai ? 'https://api.openai.com/v1' : undefined)),
  };
}
