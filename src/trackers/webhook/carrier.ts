import { createHash, createHmac } from 'node:crypto';
import type { EarlierRun, RunFolder } from '../../core/tracker.js';
import type { World } from '../../core/world.js';
import { trackerHttp } from '../delivery/http.js';
import type { TrackerHttp } from '../delivery/http-types.js';
import type { Carrier, Parcel } from '../delivery/parcel.js';
import { comparisonWith } from './comparison.js';
import { messageOf, slackMessage, type WebhookMessage } from './message.js';
import type { WebhookOptions, WebhookTarget } from './options.js';
import { bodySchema } from './parcels.js';

/** Posts one message a call, so that what was posted is noted down before the next one. */
export function webhookCarrier(target: WebhookTarget, options: WebhookOptions, world: World): Carrier {
  const http = trackerHttp({ baseUrl: target.url, isAddressSecret: true, env: world.env, now: world.now });
  return {
    async deliver([parcel], state, folder) {
      const message = parcel && (await messageFor(parcel, options, folder));
      if (parcel === undefined || message === undefined) {
        if (parcel?.kind === 'end') state.posted ??= 0;
        return 1;
      }
      await post(http, target, message, idOf(message, parcel), world.now());
      state.posted = Number(state.posted ?? 0) + 1;
      return 1;
    },
    link({ posted }) {
      if (posted === undefined) return undefined;
      return posted === 0 ? 'nothing to tell of this run' : `posted to ${new URL(target.url).host}`;
    },
    async close() {
      http.close();
    },
  };
}

/** What a parcel is worth; `undefined` when nobody wants to know. */
async function messageFor(
  { seq, kind, body }: Parcel,
  options: WebhookOptions,
  folder: RunFolder,
): Promise<WebhookMessage | undefined> {
  const { run } = bodySchema.parse(body);
  // A resumed run begins again; who was told so once knows.
  if (kind === 'start') return options.onStart && seq === 0 ? messageOf(run, undefined) : undefined;
  const earlier = run.kind === 'evaluation' && run.status === 'finished' ? await folder.earlier?.() : undefined;
  const message = messageOf(run, comparisonOf(earlier, options));
  switch (options.when) {
    case 'always':
      return message;
    case 'failed':
      return message.event === 'run.failed' ? message : undefined;
    case 'degraded':
      return message.event === 'run.failed' || message.event === 'run.degraded' ? message : undefined;
  }
}

function comparisonOf(earlier: EarlierRun | undefined, options: WebhookOptions) {
  return earlier === undefined ? undefined : comparisonWith(earlier, options);
}

/** The same for the same parcel, however often it is posted: whoever has seen it may ignore it. */
function idOf({ run }: WebhookMessage, { seq }: Parcel): string {
  return createHash('sha256').update(`${run.id}\n${seq}`).digest('hex').slice(0, 32);
}

async function post(
  http: TrackerHttp,
  { url, secret, format }: WebhookTarget,
  message: WebhookMessage,
  id: string,
  now: number,
): Promise<void> {
  const body = JSON.stringify(format === 'slack' ? slackMessage(message) : message);
  const timestamp = String(Math.floor(now / 1000));
  await http.request({
    method: 'POST',
    path: url,
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-hret-event': message.event,
      'x-hret-delivery': id,
      'x-hret-timestamp': timestamp,
      ...(secret !== undefined && { 'x-hret-signature': signatureOf(body, timestamp, secret) }),
    },
  });
}

/** `sha256=` and the HMAC-SHA256, in hex, of the timestamp, a dot and the body. */
export function signatureOf(body: string, timestamp: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
