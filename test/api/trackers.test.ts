import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { registries } from '../../src/api/registries.js';
import * as hret from '../../src/index.js';
import { useOutputDir } from '../temp-dir.js';
import { adder, halfAdder, sums } from './rows.js';

const outputDir = useOutputDir();

/** What one tracker object of the plugin `ear` heard. */
interface Heard {
  readonly options: { readonly city: string };
  readonly events: hret.RunEvent[];
}

let heard: Heard[] = [];
beforeEach(() => {
  heard = [];
});

beforeAll(() => {
  for (const name of ['ear', 'other_ear']) {
    hret.registerTracker({
      name,
      summary: 'listens',
      options: z.strictObject({ city: z.string().default('서울'), apiKey: z.string().optional() }),
      create(options) {
        const events: hret.RunEvent[] = [];
        heard.push({ options, events });
        return { name, handle: (event) => void events.push(event), outcome: () => `${name}: heard in ${options.city}` };
      },
    });
  }
  hret.registerTracker({
    name: 'keyless',
    summary: 'has no key',
    options: z.strictObject({}),
    create: () => {
      throw new hret.HretError('usage', 'The key is missing. Set KEYLESS_API_KEY.');
    },
  });
});

const recordsOf = (type: 'run-start' | 'run-end') =>
  heard.flatMap(({ events }) => events.flatMap((event) => (event.type === type ? [event.record] : [])));
const endOf = (name: string) => recordsOf('run-end').find((record) => record.name === name);
const typesOf = ({ events }: Heard) => events.map(({ type }) => type);

describe('the option trackers', () => {
  it('takes a name, a name with options, and objects, side by side', async () => {
    const mine: string[] = [];
    await hret.quickEval(adder, {
      ...sums(outputDir(), 2),
      trackers: [
        'ear',
        { name: 'other_ear', options: { city: '부산' } },
        { name: 'mine', handle: ({ type }) => void mine.push(type) },
      ],
    });
    expect(heard.map(({ options }) => options.city)).toEqual(['서울', '부산']);
    expect(heard.map(typesOf)).toEqual([mine, mine]);
    expect(mine).toEqual(['run-start', 'sample-end', 'sample-end', 'run-end']);
  });

  it('tells a tracker where the run is kept, and gives it the stored results', async () => {
    const { info } = await hret.quickEval(adder, { ...sums(outputDir(), 3), trackers: ['ear'] });
    const start = heard[0]?.events[0];
    if (start?.type !== 'run-start' || start.folder === undefined) throw new Error('no folder was told');
    expect(start.folder.path).toBe(info.location);
    const ids: string[] = [];
    for await (const { id } of start.folder.results()) ids.push(id);
    expect(ids).toEqual(['s0', 's1', 's2']);
  });

  it.each([
    ['an unknown name', ['erar'], /There is no tracker called "erar"\. Did you mean "ear"\?/],
    ['an unknown option', [{ name: 'ear', options: { town: 'x' } }], /trackers\.ear: "ear" has no option "town"/],
    ['a missing key', ['keyless'], /Set KEYLESS_API_KEY/],
    ['the same name twice', ['ear', { name: 'ear', options: { city: '부산' } }], /"ear" is listed twice/],
  ])('refuses %s before anything is asked', async (_, trackers, message) => {
    let calls = 0;
    const model = () => {
      calls++;
      return '1';
    };
    const options = { ...sums(outputDir(), 2), trackers: trackers as hret.EvaluateOptions['trackers'] };
    await expect(hret.quickEval(model, options)).rejects.toThrow(message);
    await expect(hret.evaluationContext(options, (ctx) => ctx.evaluate(model))).rejects.toThrow(message);
    expect(calls).toBe(0);
  });

  it('is what the switches of the settings add to, unless the tracker is listed with options', async () => {
    const { runDefaults } = await import('../../src/config/run-defaults.js');
    const wandb = { name: 'wandb', options: { projectName: 'p' } };
    hret.configure({ mlflowTracking: true, wandbTracking: true, trackers: [wandb, 'ear'] });
    expect(runDefaults((await import('../../src/config/settings.js')).currentConfig()).trackers).toEqual([
      wandb,
      'ear',
      'mlflow',
    ]);
  });

  it('says what became of it in the result', async () => {
    const { info } = await hret.quickEval(adder, { ...sums(outputDir(), 2), trackers: ['ear'] });
    expect(info.trackers).toEqual([{ name: 'ear', outcome: 'ear: heard in 서울' }]);
    const { info: untracked } = await hret.quickEval(adder, sums(outputDir(), 2));
    expect(untracked).not.toHaveProperty('trackers');
  });

  it('is kept for hret resume, without keys', async () => {
    const key = 'sk-tracker-key-123456';
    const { info } = await hret.quickEval(adder, {
      ...sums(outputDir(), 2),
      trackers: [{ name: 'ear', options: { city: '대구', apiKey: key } }],
    });
    const record = readFileSync(join(info.location, 'run.json'), 'utf8');
    expect(JSON.parse(record).info.options.trackers).toEqual([
      { name: 'ear', options: { city: '대구', apiKey: '[redacted]' } },
    ]);
    expect(record).not.toContain(key);
  });
});

describe('a context', () => {
  it('is a run of its own in every tracker, and its evaluations are the runs inside it', async () => {
    await hret.evaluationContext(sums(outputDir(), 3, { runName: 'exp', trackers: ['ear'] }), async (ctx) => {
      ctx.metricsTracker.runMetadata.hyperparameters = { lr: 0.001 };
      await ctx.evaluate(adder);
      ctx.logMetrics({ loss: 0.25 });
    });
    const [context, child] = recordsOf('run-start');
    expect(context).toMatchObject({ name: 'exp', kind: 'context', status: 'running' });
    expect(child).toMatchObject({ name: 'adder', kind: 'evaluation', parentId: context?.runId });
    expect(child?.metadata).toEqual({ hyperparameters: { lr: 0.001 } });
    expect(endOf('exp')).toMatchObject({
      status: 'finished',
      metrics: { loss: 0.25 },
      metadata: { hyperparameters: { lr: 0.001 } },
      children: [child?.runId],
    });
    expect(recordsOf('run-end').map(({ name }) => name)).toEqual(['exp', 'adder']);
  });

  it('has its folder before a tracker hears of it', async () => {
    let path = '';
    hret.registerTracker({
      name: 'folder_looker',
      summary: 'looks',
      options: z.strictObject({}),
      create: () => ({
        name: 'folder_looker',
        handle(event) {
          if (event.type === 'run-start' && event.record.kind === 'context') {
            path = join(event.folder?.path ?? '', 'run.json');
            expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ status: 'running', kind: 'context' });
          }
        },
      }),
    });
    const options = sums(outputDir(), 2, { runName: 'exp', trackers: ['folder_looker'] });
    await hret.evaluationContext(options, (ctx) => ctx.evaluate(adder));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ status: 'finished' });
  });

  it('is failed in every tracker when its body throws, objects included', async () => {
    const mine: hret.RunEvent[] = [];
    const trackers = ['ear', { name: 'mine', handle: (event: hret.RunEvent) => void mine.push(event) }];
    const options = sums(outputDir(), 2, { runName: 'broken', trackers });
    const body = async (ctx: hret.EvaluationContext) => {
      await ctx.evaluate(adder);
      throw new Error('mine');
    };
    await expect(hret.evaluationContext(options, body)).rejects.toThrow('mine');
    expect(endOf('broken')).toMatchObject({ status: 'failed', error: 'mine' });
    expect(endOf('adder')).toMatchObject({ status: 'finished' });
    expect(mine.at(-1)).toMatchObject({ type: 'run-end', record: { name: 'broken', status: 'failed' } });
  });

  it('closes an object once, when the context is over', async () => {
    const log: string[] = [];
    const tracker: hret.Tracker = {
      name: 'file',
      handle: ({ type }) => void (type === 'sample-end' || log.push(type)),
      async [Symbol.asyncDispose]() {
        log.push('closed');
      },
    };
    const options = sums(outputDir(), 2, { trackers: [tracker] });
    await hret.evaluationContext(options, (ctx) => ctx.benchmark({ a: adder, b: halfAdder }));
    const child = ['run-start', 'run-end'];
    expect(log).toEqual(['run-start', ...child, ...child, 'run-end', 'closed']);
  });

  it('gives one run inside it to each model of a benchmark', async () => {
    await hret.compareModels({ a: adder, b: halfAdder }, sums(outputDir(), 4, { trackers: ['ear'] }));
    const [parent, ...children] = recordsOf('run-start');
    expect(parent).toMatchObject({ kind: 'context', name: 'benchmark_a_vs_b' });
    expect(children.map(({ name, parentId }) => [name, parentId])).toEqual([
      ['a', parent?.runId],
      ['b', parent?.runId],
    ]);
  });

  it('without an evaluation is told as well', async () => {
    await hret.evaluationContext({ runName: 'bare', trackers: ['ear'] }, (ctx) => ctx.logMetrics({ loss: 1 }));
    expect(heard.map(typesOf)).toEqual([['run-start', 'run-end']]);
    expect(endOf('bare')?.metrics).toEqual({ loss: 1 });
  });

  it('also tells a tracker that only one evaluation names, so that its run has a parent there', async () => {
    await hret.evaluationContext(sums(outputDir(), 2, { runName: 'exp' }), async (ctx) => {
      await ctx.evaluate(adder, { trackers: ['ear'] });
      await ctx.evaluate(halfAdder);
    });
    expect(recordsOf('run-end').map(({ name }) => name)).toEqual(['exp', 'adder']);
  });
});

describe('logTo…', () => {
  it.each([
    ['logToMlflow', 'mlflow', { experimentName: 'e' }],
    ['logToWandb', 'wandb', { projectName: 'p' }],
    ['logToTensorboard', 'tensorboard', { logDir: 'tb' }],
  ] as const)('%s adds %s with its options', async (method, name, options) => {
    const { TrackerChoices } = await import('../../src/api/tracker-choices.js');
    const added: unknown[] = [];
    const add = TrackerChoices.prototype.add;
    TrackerChoices.prototype.add = function record(tracker) {
      added.push(tracker);
    };
    try {
      await hret.evaluationContext({ runName: 'x' }, (ctx) => ctx[method](options));
    } finally {
      TrackerChoices.prototype.add = add;
    }
    expect(added).toEqual([{ name, options }]);
    expect(registries.trackers.has(name)).toBe(true);
  });

  it('writes the event files of a context and of the evaluations inside it', async () => {
    const logDir = join(outputDir(), 'tb');
    await hret.evaluationContext(sums(outputDir(), 4, { runName: 'exp' }), async (ctx) => {
      ctx.logToTensorboard({ logDir });
      await ctx.evaluate(adder);
    });
    const { readdirSync } = await import('node:fs');
    const files = readdirSync(logDir, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.includes('tfevents'),
    );
    expect(files).toHaveLength(2);
    expect(files.filter((file) => /^exp-[^/]+\/adder-/.test(file))).toHaveLength(1);
  });

  it('after an evaluation tells that one too, from what is stored, when the context ends', async () => {
    const logDir = join(outputDir(), 'tb');
    await hret.evaluationContext(sums(outputDir(), 4, { runName: 'exp' }), async (ctx) => {
      const { info } = await ctx.evaluate(adder);
      ctx.logToTensorboard({ logDir });
      await ctx.evaluate(halfAdder);
      expect(existsSync(join(info.location, 'trackers'))).toBe(false);
    });
    const { readdirSync } = await import('node:fs');
    const told = readdirSync(logDir, { recursive: true, encoding: 'utf8' }).filter((file) => file.includes('tfevents'));
    expect(told.map((file) => /(adder|halfAdder|exp)-[^/]*\/events/.exec(file)?.[1]).sort()).toEqual([
      'adder',
      'exp',
      'halfAdder',
    ]);
  });

  it('refuses other options once the tracker is in use, and takes the same ones', async () => {
    await hret.evaluationContext(sums(outputDir(), 2), async (ctx) => {
      ctx.logToTensorboard({ logDir: join(outputDir(), 'one') });
      ctx.logToTensorboard({ logDir: join(outputDir(), 'tb') });
      await ctx.evaluate(adder);
      ctx.logToTensorboard({ logDir: join(outputDir(), 'tb') });
      expect(() => ctx.logToTensorboard({ logDir: join(outputDir(), 'two') })).toThrow(/before the first evaluation/);
    });
    expect(existsSync(join(outputDir(), 'one'))).toBe(false);
    expect(existsSync(join(outputDir(), 'tb'))).toBe(true);
  });
});

describe('trackMetrics', () => {
  it('outside of contexts is a run of its own in the trackers of the settings', async () => {
    hret.configure({ trackers: ['ear'] });
    hret.trackMetrics(['latency'])(function measured() {
      return { latency: 12 };
    })();
    await hret.getMetricsHistory();
    expect(heard.map(typesOf)).toEqual([['run-start', 'run-end']]);
    expect(endOf('measured')).toMatchObject({ kind: 'tracked', status: 'finished', metrics: { latency: 12 } });
  });

  it('keeps its numbers when a tracker cannot be made', async () => {
    hret.configure({ trackers: ['keyless'] });
    hret.trackMetrics(['latency'])(() => ({ latency: 12 }))();
    expect(await hret.getMetricsHistory()).toMatchObject([{ kind: 'tracked', metrics: { latency: 12 } }]);
  });
});
