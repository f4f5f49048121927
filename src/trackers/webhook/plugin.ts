import type { JsonObject } from '../../core/json.js';
import type { TrackerPlugin } from '../../core/plugin.js';
import { toJson } from '../../util/to-json.js';
import { mirrorTracker } from '../delivery/mirror.js';
import { webhookCarrier } from './carrier.js';
import { targetOf, type WebhookOptions, webhookOptions } from './options.js';
import { parcelsOf } from './parcels.js';

/** Posts the end of runs to an address: a Slack channel, or a program of one's own. */
export const plugin: TrackerPlugin<WebhookOptions> = {
  name: 'webhook',
  summary: 'posts how runs ended to an address or a Slack channel, or only those that failed or became worse',
  options: webhookOptions,
  create(options, world) {
    const target = targetOf(options, world);
    const { url: _url, secret: _secret, ...written } = options;
    return mirrorTracker({
      name: 'webhook',
      title: 'Webhook',
      world,
      options: toJson(written) as JsonObject,
      carrierFor: () => webhookCarrier(target, options, world),
      parcels: parcelsOf,
    });
  },
};
