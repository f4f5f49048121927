import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../.services/chromium/', import.meta.url));
const PLAYWRIGHT = 'playwright-core@1.65.1';
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Opens an address in a headless Chromium with a fresh profile and shows the page (Playwright's) to `look`; resolves to
 * what `look` does. Installs what is missing: Playwright under `.services/`, Chromium and Korean fonts from Debian.
 */
export async function withPage(url, look, { width = 1400, height = 900 } = {}) {
  const { chromium } = ensurePlaywright();
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: QUIET });
  try {
    const page = await browser.newPage({ viewport: { width, height }, locale: 'en-US' });
    await page.goto(url);
    return await look(page);
  } finally {
    await browser.close();
  }
}

function ensurePlaywright() {
  if (!existsSync(join(folder, 'node_modules', 'playwright-core'))) {
    mkdirSync(folder, { recursive: true });
    run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, PLAYWRIGHT]);
  }
  return createRequire(join(folder, 'package.json'))('playwright-core');
}

function ensureChromium() {
  const found = () =>
    [process.env.CHROMIUM, '/usr/bin/chromium'].find((path) => path !== undefined && existsSync(path));
  if (found() === undefined) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']);
  }
  const path = found();
  if (path === undefined)
    throw new Error('There is no Chromium: install the Debian package, or set CHROMIUM to its path.');
  return path;
}

function run(command, parameters) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync(command, parameters, { stdio: ['ignore', 'ignore', 'inherit'], env });
}
