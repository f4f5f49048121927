import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureVenv } from './python.mjs';

/** The newest whose dependencies are all to be had on Python 3.11. */
const REQUIREMENTS = ['litellm[proxy]==1.100.0'];

/**
 * A LiteLLM proxy with this configuration (its `config.yaml`, as an object) and key. `close` ends it. Everything it answers is
 * mocked by its own means; it is told to look up nothing on the network.
 */
export async function startLitellmProxy(config, masterKey) {
  const python = ensureVenv('litellm', REQUIREMENTS);
  const folder = mkdtempSync(join(tmpdir(), 'hret-litellm-'));
  // JSON is YAML.
  writeFileSync(join(folder, 'config.yaml'), JSON.stringify(config));
  const port = await freePort();
  const program = join(dirname(python), 'litellm');
  const server = spawn(
    program,
    ['--config', join(folder, 'config.yaml'), '--host', '127.0.0.1', '--port', String(port), '--telemetry', 'False'],
    {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        LITELLM_MASTER_KEY: masterKey,
        LITELLM_LOCAL_MODEL_COST_MAP: 'True',
        LITELLM_MODE: 'PRODUCTION',
        NO_DOCS: 'True',
      },
    },
  );
  let log = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk) => (log = (log + chunk).slice(-20_000)));
  const close = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      process.kill(-server.pid, 'SIGKILL');
      await once(server, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilReady(url, server, () => log);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, close, log: () => log };
}

async function untilReady(url, server, log) {
  const deadline = Date.now() + 240_000;
  while (Date.now() < deadline) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error(`The proxy ended:\n${log()}`);
    const reply = await fetch(`${url}/health/readiness`).catch(() => undefined);
    if (reply?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`The proxy is not ready after four minutes:\n${log()}`);
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
