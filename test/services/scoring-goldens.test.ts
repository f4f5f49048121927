import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { ensureVenv } from '../../scripts/services/python.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'hret-goldens-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

it('the golden scores are what sacrebleu, rouge-score and math-verify give today', () => {
  const python = ensureVenv('scoring-goldens', [
    'sacrebleu==2.6.0',
    'rouge-score==0.1.2',
    'math-verify[antlr4_13_2]==0.9.0',
  ]);
  mkdirSync(join(copy, 'scripts', 'goldens'), { recursive: true });
  cpSync(join(root, 'scripts', 'goldens', 'scoring.py'), join(copy, 'scripts', 'goldens', 'scoring.py'));
  execFileSync(python, [join(copy, 'scripts', 'goldens', 'scoring.py')], { stdio: ['ignore', 'ignore', 'inherit'] });
  const folder = join('test', 'goldens', 'scoring');
  for (const file of readdirSync(join(root, folder)))
    expect(readFileSync(join(copy, folder, file), 'utf8'), file).toBe(readFileSync(join(root, folder, file), 'utf8'));
}, 600_000);
