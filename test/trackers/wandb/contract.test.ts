import type { Json } from '../../../src/core/json.js';
import { plugin } from '../../../src/trackers/wandb/plugin.js';
import { describeTracker } from '../../contracts/tracker.js';
import { FAKE_KEY, startFakeWandb } from './fake-wandb.js';
import { stateOf } from './stored-state.js';

describeTracker({
  name: 'wandb',
  plugin,
  async start() {
    const server = await startFakeWandb();
    return {
      url: server.url,
      stored: (): Json => {
        const { runs, artifacts } = stateOf(server, { newestOnly: true });
        return JSON.parse(
          JSON.stringify({ runs: byName(runs), artifacts: byName(artifacts), complaints: server.complaints }),
        );
      },
      close: () => server.close(),
    };
  },
  settings: (url) => ({
    options: { projectName: 'p1', tags: ['t1'] },
    env: { WANDB_API_KEY: FAKE_KEY, WANDB_BASE_URL: url, WANDB_HOST: 'vm', HOME: '/nowhere' },
  }),
  secrets: [FAKE_KEY],
});

function byName(things: readonly Record<string, unknown>[]) {
  const nameOf = ({ name, collection }: Record<string, unknown>) => String(name ?? collection);
  return things.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}
