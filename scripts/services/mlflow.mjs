import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startServer } from './own-server.mjs';
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
  const places = ['--backend-store-uri', `sqlite:///${join(folder, 'mlflow.db')}`];
  const artifacts = ['--artifacts-destination', join(folder, 'artifacts')];
  const parametersFor = (port) => {
    const address = ['--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
    return ['-m', 'mlflow', 'server', ...places, ...artifacts, ...address];
  };
  const server = await startServer('mlflow server', ensureMlflow(), parametersFor, {
    healthPath: '/health',
    longestStartMs: LONGEST_START_MS,
    env: environment(),
    cwd: folder,
  });
  return { ...server, [Symbol.asyncDispose]: server.stop };
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
