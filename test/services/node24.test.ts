import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { ensureNode } from '../../scripts/services/node.mjs';
import { buildDist } from '../build-dist.js';
import { makeProject, runNode, runProgram, tsc, wrappersProgram } from '../decorators/project.js';

let node24: string;
beforeAll(async () => {
  node24 = ensureNode('24.21.0');
  await buildDist();
});

it('the built package is imported on node 24, by name and as a namespace', async () => {
  const program = `
    import assert from 'node:assert/strict';
    import * as all from 'hret';
    import { hret } from 'hret';
    assert.deepEqual(Object.keys(hret).sort(), Object.keys(all).sort());
    console.log(process.version, typeof hret.evaluate);`;
  expect(await runProgram(node24, ['--input-type=module', '-e', program])).toEqual({
    code: 0,
    text: 'v24.21.0 function\n',
  });
});

it('wrappers in plain JavaScript run on node 24', async () => {
  expect(await runProgram(node24, [wrappersProgram])).toEqual({ code: 0, text: 'wrappers hold on node v24.21.0\n' });
});

it.each(['tc39', 'legacy'] as const)('%s decorators that tsc has lowered run on node 24', async (mode) => {
  const project = await makeProject(mode);
  expect(await runNode([tsc, '-p', project])).toEqual({ code: 0, text: '' });
  expect(await runProgram(node24, [join(project, 'compiled', mode, 'main.js')])).toEqual({
    code: 0,
    text: `${mode} forms hold\n`,
  });
});

it('decorators that nobody lowered are a syntax error on node 24, wrapped functions in TypeScript are not', async () => {
  const run = (program: string) => runProgram(node24, ['--input-type=module-typescript', '-e', program]);
  const decorated = await run("import { hret } from 'hret'; class A { @hret.evaluate m(q: string) { return q; } }");
  expect([decorated.code, decorated.text]).toEqual([1, expect.stringContaining('SyntaxError')]);
  const wrapped = await run(
    "import { hret } from 'hret'; const m = hret.evaluate((q: string) => q + '!'); console.log(m('q'));",
  );
  expect([wrapped.code, wrapped.text]).toEqual([0, expect.stringContaining('q!')]);
});
