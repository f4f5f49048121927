import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages } from '../../scripts/services/node.mjs';
import { ensureVenv } from '../../scripts/services/python.mjs';
import { buildDist, root } from '../build-dist.js';

export const script = (name: string) => fileURLToPath(new URL(`../../scripts/services/${name}`, import.meta.url));

/** The interpreter of an environment that can run and export models. */
export function ensureTransformers(): string {
  return ensureVenv('transformers', ['torch==2.13.0', 'transformers==5.17.0', 'onnx==1.23.2']);
}

/** Made by script from random weights; a change of the scripts makes it anew. */
export function ensureTinyModel(interpreter: string): string {
  const scripts = ['tiny-model.py', 'export-onnx.py'].map(script);
  const digest = createHash('sha256');
  for (const one of scripts) digest.update(readFileSync(one));
  const made = join(root, '.services', `tiny-onnx-${digest.digest('hex').slice(0, 12)}`);
  if (existsSync(made)) return made;
  const making = `${made}.making`;
  rmSync(making, { recursive: true, force: true });
  for (const one of scripts) execFileSync(interpreter, [one, making], { stdio: ['ignore', 'ignore', 'inherit'] });
  renameSync(making, made);
  return made;
}

/** The built package beside the library, so that it finds it as it would where both are installed. */
export async function packageWithLibrary(): Promise<string> {
  const library = ensurePackages('transformers-js', ['@huggingface/transformers@4.3.1'], {
    ONNXRUNTIME_NODE_INSTALL: 'skip',
  });
  await buildDist();
  const hret = join(library, 'hret');
  rmSync(hret, { recursive: true, force: true });
  cpSync(join(root, 'dist'), hret, { recursive: true });
  return hret;
}
