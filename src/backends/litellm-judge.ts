import type { ModelPlugin } from '../core/plugin.js';
import { LITELLM_TRANSPORT, type LitellmOptions, litellmOptions } from './litellm/options.js';
import { plugin as litellm } from './litellm.js';

/** Long enough for a few sentences of reasons and the verdict after them. */
const JUDGE_TOKENS = 1024;

/** `litellm` as a judge: temperature 0 as there, and an answer of at most 1,024 tokens unless a limit is set. */
export const plugin: ModelPlugin<LitellmOptions> = {
  name: 'litellm_judge',
  summary: 'litellm as a judge: temperature 0, at most 1,024 tokens an answer',
  options: litellmOptions,
  transportOptions: LITELLM_TRANSPORT,
  create(given, request) {
    const isLimited = given.maxTokens ?? given.maxNewTokens ?? given.maxCompletionTokens;
    return litellm.create(isLimited === undefined ? { ...given, maxTokens: JUDGE_TOKENS } : given, request);
  },
};
