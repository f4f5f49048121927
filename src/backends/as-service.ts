import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Model, type Wrap, wrapped } from '../core/model.js';
import type { World } from '../core/world.js';
import { canonicalJson, sha256 } from '../util/canonical.js';
import { isSecretParameter } from '../util/secret-names.js';
import { toJson } from '../util/to-json.js';
import type { Pricing } from './prices/price.js';
import { isNearby, pricingFor } from './prices/price-table.js';
import { retry } from './retry.js';
import { redactor } from './secrets.js';
import { answerOptions, type ServiceOptions } from './service-options.js';
import { budget, Purse } from './wraps/budget.js';
import { BudgetManager } from './wraps/budget-manager.js';
import { cache } from './wraps/cache.js';
import { cost } from './wraps/cost.js';
import { fallbacks } from './wraps/fallbacks.js';
import { limit } from './wraps/limit.js';
import type { ReplyHeaders } from './wraps/rate-headers.js';
import type { RequestIdentity } from './wraps/request-key.js';
import { rules } from './wraps/rules.js';
import type { TokenGuessOptions } from './wraps/token-guess.js';

/** What the wraps have to know of the service behind a model. */
export interface ServiceIdentity extends TokenGuessOptions {
  /** Name of the backend. */
  readonly provider: string;
  /** Without user, password and keys. */
  readonly baseUrl: string;
  /** Which of its calls: `chat`, `completions` … */
  readonly api: string;
  /** As the service knows it. */
  readonly modelName: string;
  /** Keys and passwords; only a digest of them names the account. */
  readonly secrets: readonly string[];
  /** Where the backend tells of the headers of every reply. */
  readonly replies?: ReplyHeaders;
  /** Headers that are sent, besides those of the protocol. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The same backend with other params, for fallbacks; it pays from the same purse. */
  readonly another?: (overrides: string | Readonly<Record<string, unknown>>, purse: Purse | undefined) => Model;
}

/**
 * A bare backend as users get it: cache, then fallbacks, rules, budget, cost, retries and limits, from the outside in.
 * A wrap nobody asked for is not there. `purse`: where somebody else's budget pays for it.
 */
export function asService(
  model: Model,
  options: ServiceOptions,
  world: World,
  identity: ServiceIdentity,
  purse: Purse | undefined = purseOf(options, world, identity),
): Model {
  const { sleep, random, now } = world;
  const pricing = pricingOf(options, world, identity);
  const wraps: (Wrap | undefined)[] = [
    cacheOf(options, world, identity),
    fallbacksOf(options, world, identity, purse),
    rulesOf(options),
    purse && budget({ ...identity, purse, pricing: pricing ?? (async () => undefined) }),
    pricing && cost(pricing),
    retry({ maxRetries: options.maxRetries, sleep, random, now }),
    limit({ ...options, ...identity, account: accountOf(identity), sleep, now }),
  ];
  return wrapped(model, ...wraps.filter((wrap) => wrap !== undefined));
}

/** Limits are those of a key at an address, and of a model: a dated name of it shares those of the plain one. */
function accountOf({ baseUrl, secrets, modelName }: ServiceIdentity): string {
  const key = sha256(canonicalJson([...secrets].sort())).slice(0, 16);
  return `${baseUrl} ${key} ${modelName.replace(/-\d{4}-\d{2}-\d{2}$|-\d{8}$/, '')}`;
}

function cacheOf(options: ServiceOptions, world: World, identity: ServiceIdentity): Wrap | undefined {
  const given = options.cache;
  if (given === undefined || given === false) return undefined;
  const { folder, maxAgeDays } = typeof given === 'object' ? given : { folder: given === true ? undefined : given };
  const redact = redactor(identity.secrets);
  return cache({
    folder: folder === undefined ? defaultFolder(world) : pathOf(folder, world),
    maxAgeMs: maxAgeDays === undefined ? undefined : maxAgeDays * 86_400_000,
    identity: requestIdentityOf(options, identity),
    isClean: (text) => redact(text) === text,
    cwd: world.cwd,
    now: world.now,
    warn: world.warn,
  });
}

/** Everything a request's answer depends on besides the question. */
export function requestIdentityOf(options: ServiceOptions, identity: ServiceIdentity): RequestIdentity {
  const { provider, baseUrl, api, modelName, headers = {} } = identity;
  const { preCallRules, postCallRules } = options;
  const sent = Object.entries(headers).filter(([name]) => !isSecretParameter(name));
  const ruled = [preCallRules ?? [], postCallRules ?? []];
  return {
    provider,
    baseUrl,
    api,
    model: modelName,
    parameters: {
      ...(toJson(answerOptions(options)) as RequestIdentity['parameters']),
      ...(sent.length > 0 && { headers: sha256(canonicalJson(sent.sort())).slice(0, 16) }),
      ...(ruled.flat().length > 0 && {
        rules: sha256(canonicalJson(ruled.map((list) => list.map(String)))).slice(0, 16),
      }),
    },
  };
}

function fallbacksOf(
  options: ServiceOptions,
  { now, warn }: World,
  { another }: ServiceIdentity,
  purse: Purse | undefined,
): Wrap | undefined {
  const { fallbacks: models, contextWindowFallbacks: longer, cooldown = {} } = options;
  if (another === undefined || (models === undefined && longer === undefined)) return undefined;
  const make = (overrides: string | Readonly<Record<string, unknown>>) => another(overrides, purse);
  return fallbacks({
    models: (models ?? []).map(make),
    contextWindow: longer?.map(make),
    afterFailures: cooldown.afterFailures,
    coolForMs: cooldown.forMs,
    now,
    warn,
  });
}

function rulesOf({ preCallRules, postCallRules }: ServiceOptions): Wrap | undefined {
  if (preCallRules === undefined && postCallRules === undefined) return undefined;
  return rules({ preCall: preCallRules, postCall: postCallRules });
}

/** The table of prices is read when something is first to be priced; a server nearby that nobody priced has no price. */
function pricingOf(
  { prices }: ServiceOptions,
  { now }: World,
  { modelName: model, baseUrl }: ServiceIdentity,
): (() => Promise<Pricing | undefined>) | undefined {
  if (prices === undefined && isNearby(baseUrl)) return undefined;
  let found: Promise<Pricing | undefined> | undefined;
  return () => {
    found ??= pricingFor({ model, baseUrl, prices, now });
    return found;
  };
}

function purseOf(
  { budget: given, prices }: ServiceOptions,
  world: World,
  identity: ServiceIdentity,
): Purse | undefined {
  if (given === undefined) return undefined;
  const { usd: totalUsd, per, resetEvery: duration, user: named } = given;
  const file = given.file === undefined ? defaultBudgets(world) : pathOf(given.file, world);
  const manager = new BudgetManager({
    ...(per === 'key' && { file }),
    ...(prices !== undefined && { prices }),
    now: world.now,
  });
  const user = named ?? `${identity.baseUrl} ${sha256(canonicalJson([...identity.secrets].sort())).slice(0, 8)}`;
  return new Purse(manager, user, () => manager.createBudget(user, { totalUsd, duration }));
}

function defaultFolder({ env, cwd }: World): string {
  return join(env.XDG_CACHE_HOME ? resolve(cwd, env.XDG_CACHE_HOME) : join(homeOf(env), '.cache'), 'hret', 'answers');
}

function defaultBudgets({ env, cwd }: World): string {
  const state = env.XDG_STATE_HOME ? resolve(cwd, env.XDG_STATE_HOME) : join(homeOf(env), '.local', 'state');
  return join(state, 'hret', 'budgets.json');
}

function pathOf(path: string, { cwd, env }: World): string {
  return resolve(cwd, path.replace(/^~(?=$|[\\/])/, homeOf(env)));
}

function homeOf(env: World['env']): string {
  return env.HOME || env.USERPROFILE || homedir();
}
