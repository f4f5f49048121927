import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const services = fileURLToPath(new URL('../../.services/', import.meta.url));

/**
 * Puts another version of Node under `.services/` (the npm package `node` brings the binary of this platform) and
 * returns the path of its executable. Does nothing, and needs no network, when it is there already.
 */
export function ensureNode(version) {
  const folder = join(services, `node-${version}`);
  const isWindows = process.platform === 'win32';
  const executable = join(folder, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node');
  if (existsSync(executable)) return executable;
  mkdirSync(folder, { recursive: true });
  const install = ['install', '--no-save', '--prefix', folder, `node@${version}`];
  execFileSync('npm', install, { stdio: ['ignore', 'ignore', 'inherit'], shell: isWindows });
  return executable;
}

/**
 * Installs packages (`name@version`) into a folder under `.services/` and returns it: what lies in that folder finds them.
 * Does nothing, and needs no network, when they are there already.
 */
export function ensurePackages(name, packages, env = {}) {
  const folder = join(services, name);
  const stamp = join(folder, 'packages.txt');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === packages.join('\n')) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const install = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, ...packages];
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } };
  execFileSync('npm', install, { ...options, shell: process.platform === 'win32' });
  writeFileSync(stamp, packages.join('\n'));
  return folder;
}
