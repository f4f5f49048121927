import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildDist } from '../build-dist.js';
import { makeProject, runNode, tsc, tsx, vitest, wrappersProgram } from './project.js';

/** The same sources through every tool that lowers decorators; each program checks itself and says that it holds. */
beforeAll(buildDist);

const done = (line: string) => ({ code: 0, text: expect.stringContaining(line) });

describe.each(['tc39', 'legacy'] as const)('%s decorators', (mode) => {
  let project: string;
  beforeAll(async () => {
    project = await makeProject(mode);
  });

  it('compile with tsc, every refused line being refused, and the output runs on node', async () => {
    expect(await runNode([tsc, '-p', project])).toEqual({ code: 0, text: '' });
    expect(await runNode([join(project, 'compiled', mode, 'main.js')])).toEqual(done(`${mode} forms hold`));
  });

  it('run under tsx', async () => {
    const program = [tsx, '--tsconfig', join(project, 'tsconfig.json'), join(project, mode, 'main.ts')];
    expect(await runNode(program)).toEqual(done(`${mode} forms hold`));
  });

  it('run under vitest with the plugin of hret/vite', async () => {
    expect(await runNode([vitest, 'run', '--root', join(project, mode)])).toEqual(done(`${mode} forms hold`));
  });

  const withoutPlugin = { WITHOUT_PLUGIN: '1' };
  it.runIf(mode === 'legacy')('run under vitest without the plugin too', async () => {
    expect(await runNode([vitest, 'run', '--root', join(project, mode)], withoutPlugin)).toEqual(
      done('legacy forms hold'),
    );
  });

  it.runIf(mode === 'tc39')(
    'are a syntax error under vitest without the plugin, which is why there is one',
    async () => {
      const { code, text } = await runNode([vitest, 'run', '--root', join(project, mode)], withoutPlugin);
      expect([code, text]).toEqual([1, expect.stringContaining('SyntaxError')]);
    },
  );
});

it('wrappers need no compiler: plain JavaScript runs on node', async () => {
  expect(await runNode([wrappersProgram])).toEqual(done('wrappers hold'));
});
