import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildDist, root } from './build-dist.js';
import { tempDir } from './temp-dir.js';

const entry = join(root, 'dist', 'index.js');
beforeAll(buildDist, 120_000);

/** What a module loads at once, itself included; packages and Node's own modules by their names. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, named] of text.matchAll(/^(?:import|export)\s(?:[^;]*?from\s+)?'([^']+)';/gm)) {
    if (named?.startsWith('.')) loadedWith(resolve(dirname(file), named), seen);
    else if (named !== undefined) seen.add(named);
  }
  return seen;
}

function runNode(program: string, cwd: string): Promise<string> {
  return new Promise((done, fail) => {
    execFile(process.execPath, ['--input-type=module', '-e', program], { cwd }, (error, stdout, stderr) =>
      error === null ? done(stdout + stderr) : fail(error),
    );
  });
}

describe('importing hret', () => {
  it('loads no package, only our own files and modules of Node', () => {
    const packages = [...loadedWith(entry)].filter((name) => !name.startsWith('/') && !name.startsWith('node:'));
    expect(packages).toEqual([]);
  });

  it('does nothing: no folder, no signal handler, no timer, no output, no global but its own symbols', async () => {
    await using folder = await tempDir();
    const report = await runNode(
      `const seen = () => ({ listeners: process.eventNames().map(String), globals: Object.getOwnPropertyNames(globalThis) });
       const before = seen();
       await import(${JSON.stringify(pathToFileURL(entry).href)});
       const waiting = process.getActiveResourcesInfo().filter((name) => /Timeout|Immediate|TCP|Server|Child|Watch/.test(name));
       console.log(JSON.stringify({ before, after: seen(), waiting }));`,
      folder.path,
    );
    const { before, after, waiting } = JSON.parse(report);
    expect(after).toEqual(before);
    expect(waiting).toEqual([]);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('gives the same names as a namespace and as `hret`', async () => {
    const all = await import('../src/index.js');
    expect(Object.keys(all.hret).sort()).toEqual(Object.keys(all).sort());
  });

  it('has everything the guide names', async () => {
    const all = await import('../src/index.js');
    const named = [
      ...[
        'evaluate',
        'benchmark',
        'trackMetrics',
        'run',
        'evaluationContext',
        'quickEval',
        'compareModels',
        'configure',
      ],
      ...[
        'loadConfig',
        'getMetricsHistory',
        'compareMetric',
        'MetricsTracker',
        'PipelineRunner',
        'Evaluator',
        'runFromConfig',
      ],
      ...['score', 'registerDataset', 'registerModel', 'registerEvaluator', 'registerScalingMethod', 'registerTracker'],
      ...['compareResults', 'HRETConfig', 'EvaluationContext', 'EvaluationResult', 'HretError', 'hret'],
    ];
    expect(named.filter((name) => !(name in all))).toEqual([]);
  });
});

describe('hret --help', () => {
  it('loads nothing but the parser of command lines', () => {
    const packages = [...loadedWith(join(root, 'dist', 'cli', 'main.js'))].filter(
      (name) => !name.startsWith('/') && !name.startsWith('node:'),
    );
    expect(packages).toEqual(['commander']);
  });
});
