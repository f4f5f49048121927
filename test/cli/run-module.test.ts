import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildDist, root } from '../build-dist.js';
import { execute } from '../example-run.js';

let folder: string;
beforeAll(buildDist, 120_000);
beforeEach(async () => {
  await mkdir(join(root, 'build'), { recursive: true });
  folder = await mkdtemp(join(root, 'build', 'module-')); // below the repository, where `hret` means this package
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Configures a folder for results, and wraps one function. */
const module = (outputDir: string) => `import * as hret from 'hret';
hret.configure({ outputDir: ${JSON.stringify(outputDir)}, logLevel: 'silent' });
export const first = hret.evaluate({ dataset: 'ko_sample', limit: 3 })((input) => '정답: (A)');
`;

describe('hret run with a module', () => {
  it.each(['mine.eval.ts', 'mine.eval.mjs'])('shares its settings with %s, and flags win', async (name) => {
    const [configured, flagged] = [join(folder, 'configured'), join(folder, 'flagged')];
    const file = join(folder, name);
    await writeFile(file, module(configured));
    const command = ['dist/cli/main.js', 'run', file, '--json'];

    const plain = await execute(command);
    expect(plain).toMatchObject({ code: 0 });
    expect(plain.err).not.toContain('3/3'); // no progress: the module has configured that
    expect(JSON.parse(plain.out).info.location).toContain(configured);

    const flags = await execute([...command, '--output-dir', flagged, '--log-level', 'info']);
    expect(flags).toMatchObject({ code: 0, err: expect.stringContaining('3/3') });
    expect(JSON.parse(flags.out).info.location).toContain(flagged);
    expect(existsSync(join(flagged, 'history.db'))).toBe(true);
  });
});
