import { z } from 'zod';
import type { World } from '../../core/world.js';
import { HretError } from '../../errors.js';

export const webhookOptions = z.strictObject({
  url: z.string().optional().describe('where to post to; else HRET_WEBHOOK_URL. Treated as a secret'),
  secret: z.string().optional().describe('signs what is posted; else HRET_WEBHOOK_SECRET, else nothing is signed'),
  format: z
    .enum(['json', 'slack'])
    .optional()
    .describe('what is posted; "slack" for hooks.slack.com, "json" for everybody else'),
  when: z
    .enum(['always', 'failed', 'degraded'])
    .default('always')
    .describe('which runs are told: every one, those that failed, or those that failed or became worse'),
  threshold: z
    .number()
    .nonnegative()
    .optional()
    .describe('how much worse than in the run before a metric must be to count; else it must be significantly worse'),
  metrics: z.array(z.string()).min(1).optional().describe('the metrics that are compared; else all of them'),
  onStart: z.boolean().default(false).describe('also post when a run begins'),
});
export type WebhookOptions = z.output<typeof webhookOptions>;

/** Where and how to post. Nothing of `url` and `secret` may be written or shown. */
export interface WebhookTarget {
  readonly url: string;
  readonly secret?: string;
  readonly format: 'json' | 'slack';
}

const SHORTEST_SECRET_PATH = 8;

/** The target by the options and the environment; throws what to set when there is none. */
export function targetOf({ url, secret, format }: WebhookOptions, { env, keepSecret }: World): WebhookTarget {
  const address = url ?? env.HRET_WEBHOOK_URL ?? '';
  const key = secret ?? env.HRET_WEBHOOK_SECRET ?? '';
  if (address === '')
    throw new HretError(
      'usage',
      'webhook: nobody said where to post to. Set HRET_WEBHOOK_URL or trackers.webhook.url.',
    );
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:')
    throw new HretError('usage', 'webhook: the url is not an address that begins with https:// or http://.');
  const path = parsed.pathname + parsed.search;
  for (const hidden of [address, parsed.href, key]) keepSecret(hidden);
  if (path.length >= SHORTEST_SECRET_PATH) keepSecret(path);
  return {
    url: parsed.href,
    ...(key !== '' && { secret: key }),
    format: format ?? (parsed.hostname === 'hooks.slack.com' ? 'slack' : 'json'),
  };
}
