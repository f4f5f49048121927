import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startServer } from './own-server.mjs';
import { ensureVenv } from './python.mjs';

/** The newest whose dependencies are all to be had on Python 3.11. */
const REQUIREMENTS = ['litellm[proxy]==1.100.0'];
const LONGEST_START_MS = 240_000;

/**
 * A LiteLLM proxy with this configuration (its `config.yaml`, as an object) and key. `close` ends it. Everything it answers is
 * mocked by its own means; it is told to look up nothing on the network.
 */
export async function startLitellmProxy(config, masterKey) {
  const program = join(dirname(ensureVenv('litellm', REQUIREMENTS)), 'litellm');
  const folder = mkdtempSync(join(tmpdir(), 'hret-litellm-'));
  const configuration = join(folder, 'config.yaml');
  // JSON is YAML.
  writeFileSync(configuration, JSON.stringify(config));
  const parametersFor = (port) => [
    '--config',
    configuration,
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--telemetry',
    'False',
  ];
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  try {
    const { url, said, stop } = await startServer('The LiteLLM proxy', program, parametersFor, {
      healthPath: '/health/readiness',
      longestStartMs: LONGEST_START_MS,
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        LITELLM_MASTER_KEY: masterKey,
        LITELLM_LOCAL_MODEL_COST_MAP: 'True',
        LITELLM_MODE: 'PRODUCTION',
        NO_DOCS: 'True',
      },
    });
    const close = () => stop().finally(removeFolder);
    return { url, close, log: said };
  } catch (error) {
    removeFolder();
    throw error;
  }
}
