import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const services = fileURLToPath(new URL('../../.services/', import.meta.url));

/** Makes a project under `.services/` that has `@wandb/sdk`, and returns its folder. Does nothing when it is there already. */
export function ensureWandbSdk(version) {
  const folder = join(services, `wandb-sdk-${version}`);
  if (existsSync(join(folder, 'node_modules', '@wandb', 'sdk', 'index.js'))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"name":"user","type":"module","private":true}\n');
  const install = ['install', '--no-audit', '--no-fund', `@wandb/sdk@${version}`, 'graphql@16'];
  execFileSync('npm', install, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  return folder;
}
