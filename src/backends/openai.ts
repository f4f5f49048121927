import { type Model, wrapped } from '../core/model.js';
import type { ModelPlugin } from '../core/plugin.js';
import type { World } from '../core/world.js';
import { isSecretParameter } from '../util/secret-names.js';
import { createHttp } from './http.js';
import { baseOf, headersFor, secretHeaders } from './openai/access.js';
import { adviceFor } from './openai/advice.js';
import { apiOf, modelNameOf, type OpenaiOptions, openaiOptions } from './openai/options.js';
import { generationOf } from './openai/reply.js';
import { bodyMaker } from './openai/request.js';
import { patience } from './patience.js';
import type { Service } from './reply-error.js';
import { retry } from './retry.js';
import { redactor } from './secrets.js';
import { fixedLimit, type TimeLimit } from './time-limit.js';

/**
 * OpenAI, and every server that speaks its protocol (vLLM, llama.cpp, Ollama, LiteLLM, OpenRouter …): chat completions,
 * or the older completions.
 *
 * When `seed` is set, draw number d of a sample (`trials`, scaling methods) is sent `seed + d`: the same seed for every
 * draw would make a voting method vote with itself. Failures that may pass are asked again; without `timeoutMs` and
 * `firstByteTimeoutMs` requests that hang are found by how long the answers so far took.
 */
export const plugin: ModelPlugin<OpenaiOptions> = {
  name: 'openai',
  summary: 'OpenAI and servers that speak its protocol (vLLM, Ollama, LiteLLM, OpenRouter)',
  options: openaiOptions,
  create(options, world) {
    const { sleep, random, now } = world;
    return wrapped(openai(options, world), retry({ maxRetries: options.maxRetries, sleep, random, now }));
  },
};

function openai(options: OpenaiOptions, world: World): Model {
  const base = baseOf(options, world.env);
  const headers = headersFor(options, base, world.env);
  const secrets = [...base.secrets, ...secretHeaders(headers)];
  for (const secret of secrets) world.keepSecret(secret);

  const id = `openai/${modelNameOf(options)}`;
  const path = apiOf(options) === 'chat' ? '/chat/completions' : '/completions';
  const url = base.urlOf(path);
  const service: Service = {
    name: id,
    url: base.shown + path,
    redact: redactor(secrets),
    advice: (status, message) => adviceFor(status, message, base, Object.keys(headers).some(isSecretParameter)),
    now: world.now,
  };
  const http = createHttp({
    connectTimeoutMs: options.connectTimeoutMs,
    firstByteTimeoutMs: options.firstByteTimeoutMs,
    timeLimit: timeLimitOf(options),
    env: world.env,
  });
  const bodyFor = bodyMaker(options, world.cwd);

  return {
    id,
    async generate(request) {
      const body = bodyFor(request);
      const reply = http.postJson(url, headers, body instanceof Promise ? await body : body, request);
      return generationOf(await reply, service);
    },
    close: () => http.close(),
  };
}

/** The user's own limit, or one that is learnt; whoever limits only the silence means that whole answers may take any time. */
function timeLimitOf({ timeoutMs, firstByteTimeoutMs }: OpenaiOptions): TimeLimit | undefined {
  if (timeoutMs !== undefined) return fixedLimit(timeoutMs);
  return firstByteTimeoutMs === undefined ? patience() : undefined;
}
