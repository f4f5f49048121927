import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureVenv } from './python.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * A vLLM server (CPU build) over the random model of tiny-model.py, in full precision, known to it as `tiny`. `close` ends
 * it and removes the model.
 */
export async function startVllm() {
  const listed = readFileSync(join(here, 'vllm-requirements.txt'), 'utf8').split('\n');
  const python = ensureVenv(
    'vllm',
    listed.filter((line) => line !== '' && !line.startsWith('#')),
    { isWhole: true },
  );
  const model = mkdtempSync(join(tmpdir(), 'hret-tiny-'));
  execFileSync(python, [join(here, 'tiny-model.py'), model], { stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await freePort();
  const server = spawn(python, commandLine(model, port), {
    // A group of its own, because the server starts an engine that would outlive it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, VLLM_CPU_KVCACHE_SPACE: '1', HF_HUB_OFFLINE: '1', VLLM_NO_USAGE_STATS: '1' },
  });
  let log = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk) => (log = (log + chunk).slice(-20_000)));
  const close = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      process.kill(-server.pid, 'SIGKILL');
      await once(server, 'exit');
    }
    if (existsSync(model)) rmSync(model, { recursive: true });
  };
  const url = `http://127.0.0.1:${port}/v1`;
  try {
    await untilReady(url, server, () => log);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, model, python, close };
}

function commandLine(model, port) {
  const options = {
    model,
    'served-model-name': 'tiny',
    dtype: 'float32',
    'max-model-len': 2048,
    host: '127.0.0.1',
    port,
  };
  // Random weights would fill JSON with spaces up to the token limit.
  const compact = ['--structured-outputs-config', '{"backend":"xgrammar","disable_any_whitespace":true}'];
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return ['-m', 'vllm.entrypoints.openai.api_server', ...flags, '--enforce-eager', ...compact];
}

async function untilReady(url, server, log) {
  const deadline = Date.now() + 540_000;
  while (Date.now() < deadline) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error(`vLLM ended:\n${log()}`);
    const reply = await fetch(`${url}/models`).catch(() => undefined);
    if (reply?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`vLLM is not ready after nine minutes:\n${log()}`);
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
