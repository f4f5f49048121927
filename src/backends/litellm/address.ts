import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';
import type { OpenaiOptions } from '../openai/options.js';
import type { Server } from '../openai/server.js';
import type { AwsKeys } from './aws-signature.js';
import { bedrockTranslation } from './bedrock.js';
import type { LitellmOptions } from './options.js';
import { PROVIDERS, UNNAMED } from './providers.js';

/** LiteLLM's own default for a service that wants a limit in every request. */
const ANTHROPIC_TOKENS = 4096;
/** The newest version of the API that is no preview. https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle */
const AZURE_VERSION = '2024-10-21';

export interface Addressed {
  readonly server: Server;
  readonly chosen: OpenaiOptions;
}

/** Where a model is asked, and with what: the options of OpenAI's protocol in those of litellm. */
export function addressed(
  options: LitellmOptions,
  provider: string | undefined,
  model: string,
  world: World,
): Addressed {
  const { maxNewTokens, maxTokens, model: _m, provider: _p, ...rest } = options;
  if (maxNewTokens !== undefined && maxTokens !== undefined && maxNewTokens !== maxTokens) {
    throw new HretError(
      'usage',
      `modelParams.maxTokens is ${maxTokens}, but maxNewTokens is ${maxNewTokens}: leave one out.`,
    );
  }
  const server = provider === undefined ? UNNAMED : (PROVIDERS[provider] ?? UNNAMED);
  const base = options.apiBase ?? firstOf(server.baseVariables, world.env);
  const most = maxTokens ?? maxNewTokens;
  const chosen: OpenaiOptions = {
    ...rest,
    modelName: model,
    maxTokens: most,
    apiKey: keyOf(options, provider, world.env),
  };
  switch (provider) {
    case 'azure':
      requireAzureKey(server, chosen, world.env);
      return { server, chosen: { ...chosen, apiBase: azureBase(base, model, options, world.env) } };
    case 'bedrock':
      return bedrock(server, chosen, base, options, world);
    case 'anthropic': {
      const isLimited = most !== undefined || options.maxCompletionTokens !== undefined;
      const limit = isLimited ? {} : { maxTokens: ANTHROPIC_TOKENS };
      return {
        server,
        chosen: { ...chosen, ...limit, apiBase: base && versioned(base.replace(/\/messages\/*$/, ''), 'v1') },
      };
    }
    case 'gemini': {
      const at = base && versioned(base, 'v1beta');
      return { server, chosen: { ...chosen, apiBase: options.stream ? `${at ?? server.defaultBase}?alt=sse` : at } };
    }
    case 'ollama':
      return { server, chosen: { ...chosen, apiBase: base && versioned(base, 'v1') } };
    default:
      return { server, chosen };
  }
}

function firstOf(names: readonly string[], env: World['env']): string | undefined {
  return names.map((name) => env[name]).find((value) => value);
}

/** `os.environ/NAME` is LiteLLM's way to name a variable. */
function keyOf(
  { apiKey, anthropicApiKey }: LitellmOptions,
  provider: string | undefined,
  env: World['env'],
): string | undefined {
  const given = apiKey ?? (provider === 'anthropic' ? anthropicApiKey : undefined);
  const variable = /^os\.environ\/(\w+)$/.exec(given ?? '')?.[1];
  if (variable === undefined) return given;
  if (env[variable]) return env[variable];
  throw new HretError('usage', `modelParams.apiKey names the variable ${variable}, which is not set.`);
}

function versioned(base: string, version: string): string {
  return /\/v\d+\w*(\/|\?|$)/.test(base) ? base : base.replace(/\/*$/, `/${version}`);
}

/** A deployment by its name, unless the address is already that of one, or of the newer API without versions (`…/openai/v1`). */
function azureBase(
  base: string | undefined,
  deployment: string,
  { apiVersion }: LitellmOptions,
  env: World['env'],
): string {
  if (base === undefined) {
    throw new HretError(
      'usage',
      'Azure address is missing. Set AZURE_API_BASE or modelParams.apiBase to https://NAME.openai.azure.com.',
    );
  }
  const [address = '', query] = base.split('?');
  const trimmed = address.replace(/\/+$/, '');
  if (/\/v1$/.test(trimmed)) return base;
  const version = query ?? `api-version=${apiVersion ?? env.AZURE_API_VERSION ?? AZURE_VERSION}`;
  const isDeployment = /\/deployments\/[^/]+(\/chat\/completions)?$/.test(trimmed);
  return `${isDeployment ? trimmed : `${trimmed}/openai/deployments/${encodeURIComponent(deployment)}`}?${version}`;
}

/** Azure has an address for every account, and answers nobody without a key at any of them. */
function requireAzureKey({ keyVariables }: Server, { apiKey, headers = {} }: OpenaiOptions, env: World['env']): void {
  const isSent = Object.keys(headers).some((name) => /^(authorization|api-key)$/i.test(name));
  if (apiKey || isSent || firstOf(keyVariables, env) !== undefined) return;
  throw new HretError(
    'usage',
    `Azure OpenAI key is missing. Set ${[...keyVariables, 'modelParams.apiKey'].join(' or ')}.`,
  );
}

function bedrock(
  server: Server,
  chosen: OpenaiOptions,
  base: string | undefined,
  options: LitellmOptions,
  { env, now, keepSecret }: World,
): Addressed {
  const region =
    options.awsRegionName ?? env.AWS_REGION_NAME ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'us-west-2';
  const hasToken = options.apiKey !== undefined || Boolean(env.AWS_BEARER_TOKEN_BEDROCK);
  const keys = hasToken ? undefined : awsKeysOf(options, env);
  if (keys === undefined && !hasToken) {
    throw new HretError(
      'usage',
      'Amazon Bedrock key is missing. Set AWS_BEARER_TOKEN_BEDROCK or modelParams.apiKey, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (profiles under ~/.aws are not read).',
    );
  }
  for (const secret of [keys?.secretAccessKey, keys?.sessionToken]) if (secret !== undefined) keepSecret(secret);
  const apiBase = base ?? `https://bedrock-runtime.${region}.amazonaws.com`;
  return { server: { ...server, translation: bedrockTranslation(keys, region, now) }, chosen: { ...chosen, apiBase } };
}

function awsKeysOf(options: LitellmOptions, env: World['env']): AwsKeys | undefined {
  const accessKeyId = options.awsAccessKeyId ?? env.AWS_ACCESS_KEY_ID;
  const secretAccessKey = options.awsSecretAccessKey ?? env.AWS_SECRET_ACCESS_KEY;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: options.awsSessionToken ?? env.AWS_SESSION_TOKEN };
}
