import type { Model } from '../../core/model.js';
import type { ModelPlugin } from '../../core/plugin.js';
import { parseOptions } from '../../core/plugin-options.js';
import type { World } from '../../core/world.js';
import { asService, type ServiceIdentity } from '../as-service.js';
import type { Purse } from '../wraps/budget.js';
import { type Line, modelNameOn, modelOn, openLine } from './model.js';
import { apiOf, type OpenaiOptions } from './options.js';
import type { Server } from './server.js';

/** What tells the backends apart that speak OpenAI's protocol. */
export interface Dialect<Options extends OpenaiOptions> {
  /** Whose options they are; fallbacks are checked by it. */
  readonly plugin: ModelPlugin<Options>;
  readonly server: Server;
  /** The options of the protocol in those of the backend; the same unless said otherwise. */
  readonly chosen?: (options: Options) => OpenaiOptions;
  /** The model of a fallback; one of the same dialect unless said otherwise. */
  readonly another?: ServiceIdentity['another'];
  /** The bare model; `modelOn` unless said otherwise. */
  readonly make?: (line: Line, options: Options, chosen: OpenaiOptions, model: string, cwd: string) => Model;
}

/** A backend that speaks OpenAI's protocol as a service: with cache, fallbacks, budget, costs, retries and limits. */
export async function openaiService<Options extends OpenaiOptions>(
  dialect: Dialect<Options>,
  options: Options,
  world: World,
  purse?: Purse,
): Promise<Model> {
  const { server, chosen: choose, make } = dialect;
  const chosen = choose?.(options) ?? options;
  const line = openLine(chosen, world, server);
  try {
    const model = await modelNameOn(line, chosen);
    const bare = make?.(line, options, chosen, model, world.cwd) ?? modelOn(line, chosen, model, world.cwd);
    const identity: ServiceIdentity = {
      provider: server.name,
      baseUrl: line.shownBase,
      api: apiOf(chosen),
      modelName: model,
      secrets: line.secrets,
      replies: line.replies,
      headers: chosen.headers,
      maxOutputTokens: chosen.maxCompletionTokens ?? chosen.maxTokens,
      systemMessage: chosen.systemMessage,
      another:
        dialect.another ??
        ((overrides, shared) =>
          openaiService(dialect, withOverrides(dialect.plugin, options, model, overrides), world, shared)),
    };
    return await asService(bare, options, world, identity, purse);
  } catch (error) {
    await line.http.close();
    throw error;
  }
}

/** A fallback has the options of the model it stands in for, but for its own; it gets no key that was meant for another address. */
export function withOverrides<Options extends OpenaiOptions>(
  plugin: ModelPlugin<Options>,
  options: Options,
  modelName: string,
  overrides: string | Readonly<Record<string, unknown>>,
): Options {
  const rest = without(options, ['model', 'modelName', 'modelNameOrPath', 'fallbacks', 'contextWindowFallbacks']);
  const own = typeof overrides === 'string' ? { modelName: overrides } : overrides;
  const shared = 'apiBase' in own ? without(rest, ['apiKey', 'headers', 'organization', 'project']) : rest;
  const name = 'model' in own || 'modelNameOrPath' in own ? {} : { modelName };
  return parseOptions(plugin, 'modelParams.fallbacks', { ...name, ...shared, ...own });
}

function without(options: Readonly<Record<string, unknown>>, left: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !left.includes(name)));
}
