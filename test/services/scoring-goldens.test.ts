import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { ensureVenv } from '../../scripts/services/python.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'hret-goldens-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const scripts = {
  scoring: ['sacrebleu==2.6.0', 'rouge-score==0.1.2', 'nltk==3.10.4', 'math-verify[antlr4_13_2]==0.9.0'],
  classes: ['numpy==2.4.6', 'scipy==1.17.1', 'scikit-learn==1.9.1', 'krippendorff==0.9.0'],
};

it.each(Object.entries(scripts))(
  'the goldens of %s are what its libraries give today',
  (name, requirements) => {
    const python = ensureVenv(`${name}-goldens`, requirements);
    cpSync(join(root, 'scripts', 'goldens'), join(copy, 'scripts', 'goldens'), { recursive: true });
    const script = join(copy, 'scripts', 'goldens', `${name}.py`);
    execFileSync(python, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
    const folder = join('test', 'goldens', name);
    for (const file of readdirSync(join(root, folder)))
      expect(readFileSync(join(copy, folder, file), 'utf8'), file).toBe(readFileSync(join(root, folder, file), 'utf8'));
  },
  600_000,
);
