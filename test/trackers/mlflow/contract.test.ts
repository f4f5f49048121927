import type { Json } from '../../../src/core/json.js';
import { plugin } from '../../../src/trackers/mlflow/plugin.js';
import { describeTracker } from '../../contracts/tracker.js';
import { startFakeMlflow } from './fake-mlflow.js';
import { stateOf } from './stored-state.js';

const token = 't0ken-of-the-contract';

describeTracker({
  name: 'mlflow',
  plugin,
  async start() {
    const server = await startFakeMlflow({ authorization: `Bearer ${token}` });
    return {
      url: server.url,
      stored: () => JSON.parse(JSON.stringify(stateOf(server))) as Json,
      close: () => server[Symbol.asyncDispose](),
    };
  },
  settings: (url) => ({
    options: { traces: true, experimentName: '계약' },
    env: { MLFLOW_TRACKING_URI: url, MLFLOW_TRACKING_TOKEN: token, HOME: '/nowhere', USER: 'haerae' },
  }),
  secrets: [token],
});
