import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 250;
const KEPT_OF_LOG = 20_000;

/**
 * Starts a server program on a free port of the loopback device and resolves once `healthPath` answers well. The program
 * and whatever it starts are a process group of their own, which `stop` ends. `parametersFor` gets the port; `env` and `cwd`
 * are as `spawn` takes them.
 */
export async function startServer(name, program, parametersFor, { healthPath, longestStartMs, env, cwd }) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(program, parametersFor(port), { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [server.stdout, server.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      said = (said + text).slice(-KEPT_OF_LOG);
    });
  const gone = once(server, 'exit').then(() => {
    throw new Error(`${name} has ended:\n${said}`);
  });
  gone.catch(() => {});
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    process.kill(-server.pid, 'SIGKILL');
    await gone.catch(() => {});
  };
  const looking = new AbortController();
  try {
    await Promise.race([answering(`${url}${healthPath}`, longestStartMs, looking.signal), gone]);
  } catch (error) {
    if (server.pid !== undefined) await stop();
    throw new Error(`${name} did not start at ${url}:\n${said}`, { cause: error });
  } finally {
    looking.abort();
  }
  return { url, port, said: () => said, stop };
}

async function answering(url, longestStartMs, signal) {
  const deadline = Date.now() + longestStartMs;
  while (!signal.aborted) {
    const reply = await fetch(url).catch(() => undefined);
    if (reply?.ok) return;
    if (Date.now() > deadline) throw new Error(`no answer from ${url} within ${longestStartMs / 1000} s`);
    await sleep(LOOK_EVERY_MS);
  }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
