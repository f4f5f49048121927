import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ensureNode } from '../../scripts/services/node.mjs';
import { root } from '../build-dist.js';

it('the whole unit suite passes on node 24', async () => {
  const node24 = ensureNode('24.21.0');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { code, text } = await new Promise<{ code: number; text: string }>((resolve) => {
    execFile(
      node24,
      [vitest, 'run', '--reporter=dot'],
      { cwd: root, maxBuffer: 2 ** 26, env: { ...process.env, CI: 'true' } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : 1, text: stdout + stderr }),
    );
  });
  expect(code, text.slice(-5000)).toBe(0);
}, 900_000);
