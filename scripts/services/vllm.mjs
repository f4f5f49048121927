import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from './own-server.mjs';
import { ensureVenv } from './python.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const LONGEST_START_MS = 540_000;

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
  const removeModel = () => rmSync(model, { recursive: true, force: true });
  try {
    execFileSync(python, [join(here, 'tiny-model.py'), model], { stdio: ['ignore', 'ignore', 'pipe'] });
    const { url, stop } = await startServer('vLLM', python, (port) => commandLine(model, port), {
      healthPath: '/v1/models',
      longestStartMs: LONGEST_START_MS,
      env: { ...process.env, VLLM_CPU_KVCACHE_SPACE: '1', HF_HUB_OFFLINE: '1', VLLM_NO_USAGE_STATS: '1' },
    });
    return { url: `${url}/v1`, model, python, close: () => stop().finally(removeModel) };
  } catch (error) {
    removeModel();
    throw error;
  }
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
