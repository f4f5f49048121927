import type { Model } from '../core/model.js';
import type { ModelPlugin } from '../core/plugin.js';
import type { World } from '../core/world.js';
import { addressed } from './litellm/address.js';
import { providerModelOf } from './litellm/model-name.js';
import { KEY_OPTIONS, LITELLM_TRANSPORT, type LitellmOptions, litellmOptions } from './litellm/options.js';
import { behindProxy } from './litellm/proxy.js';
import { type Line, modelOn } from './openai/model.js';
import type { OpenaiOptions } from './openai/options.js';
import { openaiService, withOverrides } from './openai/service.js';
import type { Purse } from './wraps/budget.js';

/**
 * Models by `provider/model`, as LiteLLM names them: many services in one way of asking, each with its own address, key
 * variables and parameters; or a LiteLLM proxy (`litellm_proxy/model`).
 */
export const plugin: ModelPlugin<LitellmOptions> = {
  name: 'litellm',
  summary: 'provider/model as LiteLLM names them (openai, anthropic, gemini, azure, bedrock …), or a LiteLLM proxy',
  options: litellmOptions,
  transportOptions: LITELLM_TRANSPORT,
  create: (options, world) => openLitellm(options, world),
};

type MakeModel = (line: Line, options: OpenaiOptions, model: string, cwd: string) => Model;

/** A model of `litellm`; `make` says what is asked on the line, `modelOn` unless said otherwise. */
export function openLitellm(
  options: LitellmOptions,
  world: World,
  make: MakeModel = modelOn,
  purse?: Purse,
): Promise<Model> {
  const { provider, model } = providerModelOf(options);
  const { server, chosen } = addressed(options, provider, model, world);
  return openaiService(
    {
      plugin,
      server,
      chosen: () => chosen,
      make(line, _options, asked, name, cwd) {
        const made = make(line, asked, name, cwd);
        return provider === 'litellm_proxy' ? behindProxy(made, line, world.warn) : made;
      },
      another: (overrides, shared) => openLitellm(fallbackOptions(options, provider, overrides), world, make, shared),
    },
    withoutKeys(options),
    world,
    purse,
  );
}

/** A fallback of another provider gets neither key nor address of this one. */
function fallbackOptions(
  options: LitellmOptions,
  provider: string | undefined,
  overrides: string | Readonly<Record<string, unknown>>,
): LitellmOptions {
  const own = typeof overrides === 'string' ? { modelName: overrides } : overrides;
  const named = String(own.modelName ?? own.model ?? '');
  const isElsewhere =
    own.apiBase !== undefined ||
    own.provider !== undefined ||
    (named !== '' && providerNamed(named, options, provider) !== provider);
  const left = isElsewhere ? ['provider', 'apiBase', 'apiVersion', ...KEY_OPTIONS, ...SENT] : [];
  const shared = Object.fromEntries(Object.entries(options).filter(([name]) => !left.includes(name)));
  return withOverrides(plugin, shared as LitellmOptions, String(options.modelName ?? options.model), own);
}

const SENT = ['headers', 'organization', 'project'];

/** A bare name at an address of one's own is another model there; elsewhere one that tells no provider is of the same one. */
function providerNamed(
  modelName: string,
  { apiBase }: LitellmOptions,
  provider: string | undefined,
): string | undefined {
  try {
    return providerModelOf(provider === undefined ? { modelName, apiBase } : { modelName }).provider;
  } catch {
    return provider;
  }
}

/** Keys are read from the options where an address is made, and needed nowhere else. */
function withoutKeys(options: LitellmOptions): LitellmOptions & OpenaiOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => !(KEY_OPTIONS as readonly string[]).includes(name)),
  ) as LitellmOptions;
}
