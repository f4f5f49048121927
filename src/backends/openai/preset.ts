import type { ModelPlugin } from '../../core/plugin.js';
import { TRANSPORT_OPTIONS } from '../service-options.js';
import { type OpenaiOptions, openaiOptions } from './options.js';
import type { Parameter } from './parameters.js';
import type { Server } from './server.js';
import { openaiService } from './service.js';

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
  const plugin: ModelPlugin<OpenaiOptions> = {
    name: server.name,
    ...about,
    options: openaiOptions,
    transportOptions: TRANSPORT_OPTIONS,
    create: (options, world) => openaiService({ plugin, server }, options, world),
  };
  return plugin;
}
