import type { Json } from '../../../src/core/json.js';
import { plugin } from '../../../src/trackers/webhook/plugin.js';
import { describeTracker } from '../../contracts/tracker.js';
import { startFakeReceiver } from './fake-receiver.js';

const secret = 'whsec-0123456789abcdef';
const path = '/services/T000/B000/XXXXXXXX';

describeTracker({
  name: 'webhook',
  plugin,
  async start() {
    const receiver = await startFakeReceiver(secret);
    return {
      url: receiver.url,
      stored: () => receiver.messages.toSorted((a, b) => runOf(a).localeCompare(runOf(b))),
      close: async () => receiver[Symbol.asyncDispose](),
    };
  },
  settings: (url) => ({
    options: { onStart: true },
    env: { HRET_WEBHOOK_URL: url + path, HRET_WEBHOOK_SECRET: secret },
  }),
  secrets: [secret, path],
});

function runOf(message: Json): string {
  return JSON.stringify(message).replace(/.*?"id":"([^"]*)".*/s, '$1');
}
