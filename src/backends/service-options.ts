import { z } from 'zod';
import { camelCase } from '../util/case.js';
import type { Rule } from './wraps/rules.js';

/** An object whose keys may be written in snake_case too. */
function camelObject<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.preprocess(camelKeys, z.strictObject(shape));
}

function camelKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [camelCase(key), part]));
}

const usdPerMillion = z.number().nonnegative();
const price = camelObject({
  inputPerMillion: usdPerMillion,
  outputPerMillion: usdPerMillion,
  cachedInputPerMillion: usdPerMillion.optional(),
  perRequest: z.number().nonnegative().optional(),
});
const ruleFunction = z.custom<Rule>((value) => typeof value === 'function', {
  error: 'expected a function (text) => true, false or { decision, message }',
});
const rules = z.union([ruleFunction, z.array(ruleFunction)]).transform((given) => [given].flat());
const fallback = z.union([z.string().min(1), z.preprocess(camelKeys, z.record(z.string(), z.unknown()))]);

const budget = camelObject({
  usd: z.number().nonnegative(),
  per: z.enum(['run', 'key']).default('run'),
  user: z.string().min(1).optional(),
  resetEvery: z.enum(['day', 'week', 'month', 'year']).optional(),
  file: z.string().min(1).optional(),
}).refine(({ per, user, resetEvery, file }) => per === 'key' || (user ?? resetEvery ?? file) === undefined, {
  error: 'user, resetEvery and file are for a budget over several runs: set per: "key"',
});

/** The options every backend has that asks a service. */
export const serviceOptions = {
  maxRetries: z.int().min(0).default(5).describe('requests after the first, for failures that may pass'),
  maxConnections: z
    .int()
    .positive()
    .optional()
    .describe('requests in flight at once (default: found out from what the service says)'),
  requestsPerMinute: z.number().min(1).optional().describe('default: as the headers of replies say'),
  tokensPerMinute: z.number().min(1).optional().describe('default: as the headers of replies say'),
  cache: z
    .union([
      z.boolean(),
      z.string().min(1),
      camelObject({ folder: z.string().min(1).optional(), maxAgeDays: z.number().positive().optional() }),
    ])
    .optional()
    .describe('keep answers on disk and give them again: true, a folder, or { folder, maxAgeDays }'),
  prices: z.record(z.string(), price).optional().describe('US dollars for a million tokens, by model name'),
  budget: budget.optional().describe('the run stops before it spends more: { usd, per, user, resetEvery, file }'),
  fallbacks: z.array(fallback).optional().describe('models to ask when this one fails: names, or params over these'),
  contextWindowFallbacks: z.array(fallback).optional().describe('the same for prompts that are too long for it'),
  cooldown: camelObject({ afterFailures: z.int().positive().optional(), forMs: z.int().positive().optional() })
    .optional()
    .describe('when a model with fallbacks is left alone: { afterFailures: 3, forMs: 60000 }'),
  preCallRules: rules.optional().describe('functions that may refuse a prompt'),
  postCallRules: rules.optional().describe('functions that may refuse an answer'),
} as const;
const schema = z.object(serviceOptions);
export type ServiceOptions = z.output<typeof schema>;

/**
 * Options that say how a service is asked, not what: with other values the answers are the same. They are no part of
 * what a run is, so a run goes on with others, nor of the name a cached answer is found by. An option that is not listed
 * here, a new one for instance, is part of both.
 */
export const TRANSPORT_OPTIONS: readonly string[] = [
  ...['apiKey', 'organization', 'project'],
  ...['timeoutMs', 'connectTimeoutMs', 'firstByteTimeoutMs', 'maxRetries'],
  ...['maxConnections', 'requestsPerMinute', 'tokensPerMinute', 'cooldown'],
  ...['cache', 'prices', 'budget'],
];

/** Options a cached answer's name has in another form (who is asked, digests of rules and headers), or that never reach it: answers of fallbacks are not kept. */
const NAMED_OTHERWISE: readonly string[] = [
  ...['modelName', 'model', 'apiBase', 'api', 'useChatApi'],
  ...['headers', 'preCallRules', 'postCallRules'],
  ...['fallbacks', 'contextWindowFallbacks'],
];

/** The options that shape an answer, for the identity of requests. */
export function answerOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const left = new Set([...TRANSPORT_OPTIONS, ...NAMED_OTHERWISE]);
  return Object.fromEntries(Object.entries(options).filter(([name, value]) => !left.has(name) && value !== undefined));
}
