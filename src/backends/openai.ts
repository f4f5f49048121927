import type { Model } from '../core/model.js';
import type { ModelPlugin } from '../core/plugin.js';
import { parseOptions } from '../core/plugin-options.js';
import type { World } from '../core/world.js';
import { isSecretParameter } from '../util/secret-names.js';
import type { ApiBase } from './api-base.js';
import { asService, type ServiceIdentity } from './as-service.js';
import { createHttp } from './http.js';
import { baseOf, headersFor, secretHeaders } from './openai-access.js';
import { adviceFor } from './openai-advice.js';
import { apiOf, modelNameOf, type OpenaiOptions, openaiOptions } from './openai-options.js';
import { generationOf } from './openai-reply.js';
import { bodyMaker } from './openai-request.js';
import { patience } from './patience.js';
import type { Service } from './reply-error.js';
import { redactor } from './secrets.js';
import { TRANSPORT_OPTIONS } from './service-options.js';
import { fixedLimit, type TimeLimit } from './time-limit.js';
import type { Purse } from './wraps/budget.js';
import type { ReplyHeaders } from './wraps/rate-headers.js';

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
  transportOptions: TRANSPORT_OPTIONS,
  create: (options, world) => openaiService(options, world),
};

function openaiService(options: OpenaiOptions, world: World, purse?: Purse): Model {
  const base = baseOf(options, world.env);
  const headers = headersFor(options, base, world.env);
  const replies: ReplyHeaders = {};
  const identity: ServiceIdentity = {
    provider: 'openai',
    baseUrl: base.shown + shownQuery(base),
    api: apiOf(options),
    modelName: modelNameOf(options),
    secrets: [...base.secrets, ...secretHeaders(headers)],
    replies,
    headers: options.headers,
    maxOutputTokens: options.maxCompletionTokens ?? options.maxTokens,
    systemMessage: options.systemMessage,
    another: (overrides, shared) => openaiService(withOverrides(options, overrides), world, shared),
  };
  return asService(openai(options, world, replies), options, world, identity, purse);
}

/** A fallback has the options of the model it stands in for, but for its own; it gets no key that was meant for another address. */
function withOverrides(options: OpenaiOptions, overrides: string | Readonly<Record<string, unknown>>): OpenaiOptions {
  const { model: _m, modelName, fallbacks: _f, contextWindowFallbacks: _c, ...rest } = options;
  const own = typeof overrides === 'string' ? { modelName: overrides } : overrides;
  const { apiKey: _k, headers: _h, organization: _o, project: _p, ...elsewhere } = rest;
  const isElsewhere = 'apiBase' in own;
  const name = 'model' in own ? {} : { modelName };
  return parseOptions(plugin, 'modelParams.fallbacks', { ...name, ...(isElsewhere ? elsewhere : rest), ...own });
}

function openai(options: OpenaiOptions, world: World, replies: ReplyHeaders): Model {
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
      const reply = await http.postJson(url, headers, body instanceof Promise ? await body : body, request);
      replies.heard?.(reply.headers);
      return generationOf(reply, service);
    },
    close: () => http.close(),
  };
}

/** The parameters of the address that are no keys: an API version, say. */
function shownQuery(base: ApiBase): string {
  const shown = [...base.urlOf('').searchParams].filter(([name]) => !isSecretParameter(name));
  return shown.length === 0 ? '' : `?${new URLSearchParams(shown).toString()}`;
}

/** The user's own limit, or one that is learnt; whoever limits only the silence means that whole answers may take any time. */
function timeLimitOf({ timeoutMs, firstByteTimeoutMs }: OpenaiOptions): TimeLimit | undefined {
  if (timeoutMs !== undefined) return fixedLimit(timeoutMs);
  return firstByteTimeoutMs === undefined ? patience() : undefined;
}
