import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wandbOptions } from '../../../src/trackers/wandb/options.js';
import { plugin } from '../../../src/trackers/wandb/plugin.js';
import { tempDir } from '../../temp-dir.js';
import { FAKE_KEY } from './fake-wandb.js';
import { finished, hastyWorld, runFolder, samples, tell, wandb } from './told-run.js';

const results = samples(4);
const options = { transport: 'sdk', projectName: 'p1', baseUrl: 'http://127.0.0.1:9' };

/** A package of the same name with the same manners, which writes down what it is told. */
const sdk = (told: string, misbehave: string) => `
const { appendFileSync, existsSync, writeFileSync } = require('node:fs');
const tell = (what) => appendFileSync(${JSON.stringify(told)}, JSON.stringify(what) + '\\n');
const first = (name) => !existsSync(${JSON.stringify(told)} + name) && (writeFileSync(${JSON.stringify(told)} + name, ''), true);
exports.wandb = {
  async init(options) {
    process.once('SIGTERM', () => {});
    console.log('wandb.init started');
    if (${JSON.stringify(misbehave)} === 'throws' && first('init')) setTimeout(() => { throw new Error('Failed to upsert run'); });
    await new Promise((resolve) => setTimeout(resolve, 5));
    tell({ init: options, env: Object.keys(process.env) });
    return {
      entity: options.entity || 'default',
      log(row, step) {
        tell({ log: { ...row }, step });
        row._step = step;
        if (${JSON.stringify(misbehave)} === 'exits' && step === 2 && first('log')) process.exit(1);
      },
      finish: async (code) => tell({ finish: code }),
    };
  },
};`;

async function projectWithSdk(folder: string, misbehave = 'not'): Promise<() => Promise<Record<string, unknown>[]>> {
  const place = join(folder, 'node_modules', '@wandb', 'sdk');
  const told = join(folder, 'told.jsonl');
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'package.json'), '{"name":"@wandb/sdk","main":"index.cjs"}');
  await writeFile(join(place, 'index.cjs'), sdk(told, misbehave));
  return async () =>
    (await readFile(told, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
}

const kinds = (told: readonly Record<string, unknown>[]) => told.map((line) => Object.keys(line)[0]);

describe('the transport "sdk"', () => {
  it('hands name, config, history and exit code to @wandb/sdk, and no environment', async () => {
    await using dir = await tempDir();
    const told = await projectWithSdk(dir.path);
    const folder = await runFolder(dir.path, results);
    const tracker = await wandb(options, hastyWorld({ cwd: dir.path }));
    const listeners = process.listenerCount('SIGTERM');
    await tell(tracker, { folder, results });
    expect(process.listenerCount('SIGTERM')).toBe(listeners);
    expect(tracker.delivery).toMatchObject({
      left: 0,
      link: expect.stringMatching(/^http:\/\/127\.0\.0\.1:9\/default\/p1\/runs\//),
    });
    const lines = await told();
    expect(kinds(lines)).toEqual(['init', 'log', 'log', 'log', 'log', 'finish']);
    expect(lines[0]).toMatchObject({ env: [], init: { project: 'p1', name: 'kmmlu', config: { lr: { value: 0.1 } } } });
    expect(lines[0]).toMatchObject({
      init: { settings: { apiKey: FAKE_KEY, baseUrl: 'http://127.0.0.1:9', silent: true } },
    });
    expect(lines.map(({ step }) => step)).toEqual([undefined, 1, 2, 3, 4, undefined]);
    expect(lines[4]).toMatchObject({ log: { accuracy: 0.5, accuracy_stderr: 0.1, status: 'finished' } });
    expect(lines[5]).toEqual({ finish: 0 });
    expect(await readFile(join(folder.path, 'trackers', 'wandb', 'state.json'), 'utf8')).not.toContain(FAKE_KEY);
  });

  it.each(['throws', 'exits'])('outlives an SDK that %s, and tells it everything again', async (how) => {
    await using dir = await tempDir();
    const told = await projectWithSdk(dir.path, how);
    const folder = await runFolder(dir.path, results);
    const tracker = await wandb(options, hastyWorld({ cwd: dir.path }));
    await tell(tracker, { folder, results });
    expect(tracker.delivery).toMatchObject({ left: 0 });
    const lines = await told();
    const last = lines.slice(lines.findLastIndex((line) => 'init' in line));
    expect(kinds(last)).toEqual(['init', 'log', 'log', 'log', 'log', 'finish']);
    expect(last.map(({ step }) => step)).toEqual([undefined, 1, 2, 3, 4, undefined]);
  });

  it('tells everything again from the first line when the end is sent later', async () => {
    await using dir = await tempDir();
    const told = await projectWithSdk(dir.path);
    const folder = await runFolder(dir.path, results);
    await tell(await wandb(options, hastyWorld({ cwd: dir.path })), { folder, results });
    const state = join(folder.path, 'trackers', 'wandb', 'state.json');
    const noted = JSON.parse(await readFile(state, 'utf8'));
    await writeFile(state, JSON.stringify({ ...noted, delivered: noted.delivered - 1 }));
    await rm(join(dir.path, 'told.jsonl'));
    const later = await wandb(options, hastyWorld({ cwd: dir.path }));
    expect(await later.replay(finished(), folder, 30_000)).toMatchObject({ delivered: 1, left: 0 });
    expect(kinds(await told())).toEqual(['init', 'log', 'log', 'log', 'log', 'finish']);
  });

  it('says what to install when the package is missing, before the run begins', async () => {
    await using dir = await tempDir();
    const made = async () => plugin.create(wandbOptions.parse(options), hastyWorld({ cwd: dir.path }));
    await expect(made()).rejects.toMatchObject({
      code: 'missing_package',
      message: expect.stringContaining('npm install @wandb/sdk'),
    });
  });

  it('is not used offline, where the SDK would write nothing', async () => {
    await using dir = await tempDir();
    const folder = await runFolder(dir.path, results);
    const tracker = await wandb({ ...options, mode: 'offline' }, hastyWorld({ cwd: dir.path }));
    await tell(tracker, { folder, results });
    expect(tracker.outcome?.()).toContain('wandb sync');
  });
});
