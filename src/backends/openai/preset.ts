import { wrapped } from '../../core/model.js';
import type { ModelPlugin } from '../../core/plugin.js';
import { retry } from '../retry.js';
import { modelOn, openLine } from './model.js';
import { type OpenaiOptions, openaiOptions } from './options.js';
import type { Parameter } from './parameters.js';
import type { Server } from './server.js';

/** OpenAI's account matters, which servers of one's own do not have. */
export const NO_ACCOUNT = {
  serviceTier: null,
  safetyIdentifier: null,
  promptCacheKey: null,
  metadata: null,
  store: null,
  verbosity: null,
} as const satisfies Partial<Record<Parameter, null>>;

/** A backend for one kind of server, with the options of `openai`. */
export function preset(
  server: Server,
  about: { readonly summary: string; readonly aliases?: readonly string[] },
): ModelPlugin<OpenaiOptions> {
  return {
    name: server.name,
    ...about,
    options: openaiOptions,
    async create(options, world) {
      const { sleep, random, now } = world;
      const model = await modelOn(openLine(options, world, server), options, world.cwd);
      return wrapped(model, retry({ maxRetries: options.maxRetries, sleep, random, now }));
    },
  };
}
