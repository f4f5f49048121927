import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensureVenv } from './python.mjs';

const VERSION = '3.17.2';
const LONGEST_START_MS = 180_000;
// Of the server only what stores runs: its runners of jobs are seven processes more.
const quiet = {
  MLFLOW_DISABLE_TELEMETRY: 'true',
  DO_NOT_TRACK: 'true',
  PYTHONWARNINGS: 'ignore',
  MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
};
const reader = fileURLToPath(new URL('mlflow_read.py', import.meta.url));

/** The interpreter of an environment that has MLflow. */
export function ensureMlflow() {
  return ensureVenv('mlflow', [`mlflow==${VERSION}`]);
}

/** Starts `mlflow server` with a database and proxied artifacts in a folder; resolves once it answers. */
export async function startMlflow(folder) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const places = ['--backend-store-uri', `sqlite:///${join(folder, 'mlflow.db')}`];
  const artifacts = ['--artifacts-destination', join(folder, 'artifacts')];
  const address = ['--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
  const server = spawn(ensureMlflow(), ['-m', 'mlflow', 'server', ...places, ...artifacts, ...address], {
    env: environment(),
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Its workers are processes of their own and are stopped with it.
    detached: true,
  });
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text) => {
    said = (said + text).slice(-20_000);
  });
  const gone = once(server, 'exit').then(() => {
    throw new Error(`mlflow server has ended:\n${said}`);
  });
  gone.catch(() => {});
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    process.kill(-server.pid, 'SIGKILL');
    await once(server, 'exit').catch(() => {});
  };
  try {
    await Promise.race([answering(`${url}/health`), gone]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, port, said: () => said, stop, [Symbol.asyncDispose]: stop };
}

/** What MLflow's own Python client reads: `mlflow_read.py` says which questions there are. */
export async function askMlflow(trackingUri, question, ...parameters) {
  const options = { env: { ...environment(), MLFLOW_TRACKING_URI: trackingUri }, maxBuffer: 2 ** 30 };
  const { stdout } = await promisify(execFile)(ensureMlflow(), [reader, question, ...parameters], options);
  return JSON.parse(stdout);
}

/** `mlflow …` on the command line. */
export async function runMlflow(...parameters) {
  await promisify(execFile)(ensureMlflow(), ['-m', 'mlflow', ...parameters], { env: environment() });
}

function environment() {
  // Nothing of the machine's own MLflow settings; its folder of programs, and a quiet client.
  return { PATH: `${dirname(ensureMlflow())}:${process.env.PATH}`, HOME: process.env.HOME, LANG: 'C.UTF-8', ...quiet };
}

async function answering(url) {
  const deadline = Date.now() + LONGEST_START_MS;
  for (;;) {
    const reply = await fetch(url).catch(() => undefined);
    if (reply?.ok) return;
    if (Date.now() > deadline) throw new Error(`mlflow server did not answer at ${url} in time`);
    await setTimeout(200);
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
