import type { GenerateRequest, Generation, Model } from '../../core/model.js';
import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import { isSecretParameter } from '../../util/secret-names.js';
import type { ApiBase } from '../api-base.js';
import { createHttp, type Http } from '../http.js';
import { patience } from '../patience.js';
import type { Service } from '../reply-error.js';
import { redactor } from '../secrets.js';
import { fixedLimit, type TimeLimit } from '../time-limit.js';
import type { ReplyHeaders } from '../wraps/rate-headers.js';
import { baseOf, headersFor, secretHeaders } from './access.js';
import { adviceFor } from './advice.js';
import { embedderOn } from './embeddings.js';
import { type LikelihoodSetting, likelihoodAsker } from './log-likelihoods.js';
import { onlyModel } from './model-name.js';
import { nextTokensOn } from './next-tokens.js';
import { alternativesOf, apiOf, modelNameIn, type OpenaiOptions } from './options.js';
import { generationOf } from './reply.js';
import { type Asking, bodyMaker, heedsTemperature } from './request.js';
import { mismatch, type ResponseFormat } from './response-format.js';
import { responseGenerationOf } from './responses-reply.js';
import type { Api, Server } from './server.js';
import { translated } from './translation.js';

const PATHS: Readonly<Record<Api, string>> = {
  chat: '/chat/completions',
  completions: '/completions',
  responses: '/responses',
};

/** A way to a server: its address, its keys, and one pool of connections. */
export interface Line {
  readonly http: Http;
  /** Without user, password and keys. */
  readonly shownBase: string;
  readonly secrets: readonly string[];
  /** Tells of the headers of every reply. */
  readonly replies: ReplyHeaders;
  readonly headers: Readonly<Record<string, string>>;
  readonly urlOf: (path: string) => URL;
  /** For messages about one model (`vllm/qwen`) or about the server itself. */
  readonly serviceOf: (path: string, name: string) => Service;
  readonly server: Server;
}

/** Reads address and key, and keeps what is secret of them. */
export function openLine(options: OpenaiOptions, world: World, given: Server): Line {
  const base = baseOf(options, world.env, given);
  const server = base.host === 'api.openai.com' ? { ...given, product: 'OpenAI', isOpenai: true } : given;
  const headers = headersFor(options, base, world.env, server);
  const secrets = [...base.secrets, ...secretHeaders(headers)];
  for (const secret of secrets) world.keepSecret(secret);
  const redact = redactor(secrets);
  const hasKey = Object.keys(headers).some(isSecretParameter);
  const { translation } = server;
  const http = createHttp({
    connectTimeoutMs: options.connectTimeoutMs,
    firstByteTimeoutMs: options.firstByteTimeoutMs,
    timeLimit: timeLimitOf(options),
    startAdvice: server.startAdvice,
    env: world.env,
  });
  const pathOf = (path: string) =>
    path === PATHS.chat && translation !== undefined
      ? translation.pathOf(modelNameIn(options) ?? '', options.stream === true)
      : path;
  return {
    shownBase: base.shown + shownQuery(base),
    secrets,
    replies: {},
    http: translation === undefined ? http : translated(http, translation),
    headers,
    urlOf: (path) => base.urlOf(pathOf(path)),
    serviceOf: (path, name) => ({
      name,
      url: base.shown + pathOf(path),
      redact,
      advice: (status, message) => adviceFor({ status, message, base, hasKey, server }),
      now: world.now,
    }),
    server,
  };
}

/** The model of this name behind a line. */
export function modelOn(
  line: Line,
  options: OpenaiOptions,
  model: string,
  cwd: string,
  fieldsFor?: Asking['fieldsFor'],
): Model {
  const { http, headers, urlOf, serviceOf, replies, server } = line;
  const id = `${server.name}/${model}`;
  const asking: Asking = { options, api: supportedApi(options, server), server, model, cwd, fieldsFor };
  const setting = { asking, http, headers, urlOf, replies, serviceOf: (path: string) => serviceOf(path, id) };
  const { embed } = embedderOn(line, { modelName: model, fields: options.extraBody });
  return {
    id,
    generate: generator(setting),
    heedsTemperature: heedsTemperature(asking),
    ...ranking(setting),
    ...nextTokensOn(setting),
    ...(server.translation === undefined && { embed }),
    close: () => http.close(),
  };
}

/** Without a name in the options the server is asked for the only model it has. */
export async function modelNameOn(line: Line, options: OpenaiOptions): Promise<string> {
  return modelNameIn(options) ?? nameOnServer(line);
}

function generator({ asking, http, headers, urlOf, replies, serviceOf }: LikelihoodSetting): Model['generate'] {
  const { api, options, server } = asking;
  const url = urlOf(PATHS[api]);
  const service = serviceOf(PATHS[api]);
  const bodyFor = bodyMaker(asking);
  const wantsLogprobs = alternativesOf(options) !== undefined;
  const read = api === 'responses' ? responseGenerationOf : generationOf;
  const { responseFormat } = options;
  const isHeeded = heedsTemperature(asking);

  const generate = async (request: GenerateRequest): Promise<Generation> => {
    const body = bodyFor(request);
    const reply = await http.postJson(url, headers, body instanceof Promise ? await body : body, request);
    replies.heard?.(reply.headers);
    const generation = read(reply, service, wantsLogprobs);
    const { temperature } = request.prompt;
    const sampled = isHeeded && temperature !== undefined ? { temperature } : undefined;
    const metadata = server.metadataIn?.(reply.headers);
    if (metadata === undefined && sampled === undefined) return generation;
    return { ...generation, metadata: { ...generation.metadata, ...metadata, ...sampled } };
  };
  if (responseFormat?.check === undefined) return generate;
  return async (request) => checked(await generate(request), responseFormat, service);
}

/** An answer of another format is an answer all the same, and may be scored; that it is one is said. */
function checked(generation: Generation, format: ResponseFormat, { name }: Service): Generation {
  if (generation.finish !== 'stop' || generation.metadata?.refusal !== undefined) return generation;
  const wrong = mismatch(generation.text, format);
  if (wrong === undefined) return generation;
  const warnings = [...(generation.warnings ?? []), `${name} answered in another form than responseFormat: ${wrong}`];
  return { ...generation, warnings };
}

/** Log-likelihoods where the API can give any; else why not, so that a run that needs them is refused before it begins. */
function ranking(setting: LikelihoodSetting): Pick<Model, 'logLikelihoods' | 'logLikelihoodAdvice'> {
  const { api, server } = setting.asking;
  const isAble = api === 'completions' || (api === 'chat' && server.continuesChat === true);
  if (isAble) return { logLikelihoods: likelihoodAsker(setting) };
  const advice =
    server.likelihoodAdvice ??
    'The chat API tells nothing about a given answer. If the server has completions with echo (vLLM, llama-cpp-python, FastChat, OpenAI base models), set modelParams.api to "completions"; else use string_match.';
  return { logLikelihoodAdvice: advice };
}

function supportedApi(options: OpenaiOptions, { product, apis }: Server): Api {
  const api = apiOf(options);
  if (apis === undefined || apis.includes(api)) return api;
  throw new HretError('usage', `modelParams.api: ${product} has no ${api} API; it has ${apis.join(' and ')}.`);
}

async function nameOnServer({ http, headers, urlOf, serviceOf, server }: Line): Promise<string> {
  if (server.isOpenai) {
    throw new HretError('usage', 'modelParams.modelName is missing: name the model, for example "gpt-4o-mini".');
  }
  return onlyModel(http, urlOf('/models'), headers, serviceOf('/models', server.name), server);
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
