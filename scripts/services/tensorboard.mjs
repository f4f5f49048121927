import { execFile, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensureVenv } from './python.mjs';

const reader = fileURLToPath(new URL('tensorboard-read.py', import.meta.url));

/** Installs TensorBoard, by itself: without TensorFlow. Returns the Python it is installed for. */
export function ensureTensorBoard() {
  return ensureVenv('tensorboard', ['tensorboard==2.21.0']);
}

/** What TensorBoard's own reader finds in a log folder, by run. */
export async function readEvents(python, logDir) {
  const { stdout } = await promisify(execFile)(python, [reader, logDir], { maxBuffer: 2 ** 28 });
  return JSON.parse(stdout);
}

/** Starts a TensorBoard that looks for new data every second. Resolves when it can be asked. */
export async function startTensorBoard(python, logDir, parameters = []) {
  const command = join(dirname(python), 'tensorboard');
  const always = ['--logdir', logDir, '--host', '127.0.0.1', '--port', '0', '--reload_interval', '1'];
  const server = spawn(command, [...always, ...parameters], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const stop = async () => {
    server.kill();
    await ended;
  };
  let said = '';
  const url = new Promise((resolve) => {
    server.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
      if (address !== undefined) resolve(address);
    });
  });
  const died = ended.then(() => {
    throw new Error(`TensorBoard ended: ${said}`);
  });
  return { url: await Promise.race([url, died]), stop, [Symbol.asyncDispose]: stop };
}
