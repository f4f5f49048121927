import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ensureVenv } from '../../scripts/services/python.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'hret-goldens-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Numbers of a JSON value with their paths. */
function numbersIn(value: unknown, path = ''): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => numbersIn(part, `${path}/${key}`));
}

describe('the golden values of the statistics', () => {
  it('are what scipy and statsmodels give today', () => {
    const python = ensureVenv('goldens', ['numpy==2.4.6', 'scipy==1.17.1', 'statsmodels==0.15.0', 'mpmath==1.4.1']);
    mkdirSync(join(copy, 'test', 'goldens', 'stats'), { recursive: true });
    cpSync(join(root, 'scripts', 'goldens'), join(copy, 'scripts', 'goldens'), { recursive: true });
    execFileSync(python, [join(copy, 'scripts', 'goldens', 'stats.py')], { stdio: ['ignore', 'ignore', 'inherit'] });
    const folder = join('test', 'goldens', 'stats');
    for (const file of readdirSync(join(root, folder))) {
      const committed = numbersIn(JSON.parse(readFileSync(join(root, folder, file), 'utf8')));
      const made = new Map(numbersIn(JSON.parse(readFileSync(join(copy, folder, file), 'utf8'))));
      expect(committed.length, file).toBe(made.size);
      for (const [path, value] of committed) {
        const again = made.get(path) ?? Number.NaN;
        // The last bits of scipy's special functions depend on the machine.
        expect(Math.abs(again - value), `${file}${path}`).toBeLessThanOrEqual(
          1e-11 * Math.max(1e-300, Math.abs(value)),
        );
      }
    }
  });
});
