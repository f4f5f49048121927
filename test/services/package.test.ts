import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildDist, root } from '../build-dist.js';
import { tempDir } from '../temp-dir.js';

it('the packed package installs without a compiler and runs: import, command line, bundled benchmark, history', async () => {
  await buildDist();
  await using folder = await tempDir();
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: folder.path, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder.path], { cwd: root, stdio: 'ignore' });
  const tarball = readdirSync(folder.path).find((name) => name.endsWith('.tgz')) ?? '';
  const project = join(folder.path, 'project');
  mkdirSync(project);
  writeFileSync(join(folder.path, 'package.json'), '{"name":"user","type":"module","private":true}');
  run('npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', `./${tarball}`);
  writeFileSync(
    join(folder.path, 'app.mjs'),
    `import { hret } from 'hret';
     import { scriptedModel } from 'hret/testing';
     import { decorators } from 'hret/vite';
     hret.configure({ logLevel: 'silent' });
     const result = await hret.quickEval(() => '정답: (A)', { dataset: 'ko_sample', limit: 20, runName: 'packed' });
     const history = await hret.getMetricsHistory();
     console.log(JSON.stringify({ total: result.counts.total, runs: history.map((run) => run.name), testing: typeof scriptedModel, vite: typeof decorators }));`,
  );
  expect(JSON.parse(run(process.execPath, 'app.mjs'))).toEqual({
    total: 20,
    runs: ['packed'],
    testing: 'function',
    vite: 'function',
  });
  expect(run('npx', '--no-install', 'hret', 'history')).toContain('packed');
  expect(() => run(process.execPath, '--input-type=module', '-e', "await import('hret/api/execute.js')")).toThrow(
    /ERR_PACKAGE_PATH_NOT_EXPORTED/,
  );
});
