import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const services = fileURLToPath(new URL('../../.services/', import.meta.url));

/**
 * Makes a Python environment under `.services/` with exactly these requirements (`name==version`) and returns the path
 * of its interpreter. Does nothing, and needs no network, when the environment is already as asked. With `isWhole` the list
 * has everything that is needed, and nothing else is installed, whatever the packages say they depend on.
 */
export function ensureVenv(name, requirements, { isWhole = false } = {}) {
  const unpinned = requirements.filter((requirement) => !requirement.includes('=='));
  if (unpinned.length > 0) throw new Error(`Pin the versions of: ${unpinned.join(', ')}.`);
  const folder = join(services, name);
  const python = join(folder, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));
  const stamp = join(folder, 'hret-requirements.sha256');
  const wanted = createHash('sha256').update(requirements.join('\n')).digest('hex');
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(services, { recursive: true });
  run(process.env.PYTHON ?? 'python3', ['-m', 'venv', folder]);
  // Byte code of everything would be a tenth of a large environment; Python makes what it needs.
  const only = isWhole ? ['--no-deps', '--no-compile'] : [];
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...only, ...requirements]);
  writeFileSync(stamp, wanted);
  return python;
}

function run(command, parameters) {
  execFileSync(command, parameters, { stdio: ['ignore', 'ignore', 'inherit'] });
}
