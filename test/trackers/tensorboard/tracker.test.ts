import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/core/run-record.js';
import type { RunEvent } from '../../../src/core/tracker.js';
import type { World } from '../../../src/core/world.js';
import { finalMetrics } from '../../../src/trackers/delivery/final-metrics.js';
import { isMirror } from '../../../src/trackers/delivery/is-mirror.js';
import type { Mirror } from '../../../src/trackers/delivery/mirror.js';
import { type TensorBoardOptions, tensorBoardOptions } from '../../../src/trackers/tensorboard/options.js';
import { plugin } from '../../../src/trackers/tensorboard/plugin.js';
import { recordOf } from '../../history/fixtures.js';
import { tempDir } from '../../temp-dir.js';
import { until } from '../../until.js';
import { eventsIn, messagesOf, numberOf, type SeenEvent, textOf } from './event-reader.js';
import { endOf, folderOf, RUN_ID, resultsOf, sitting, startOf, tell, waitingWorld } from './told-run.js';

const results = resultsOf(250);
const start = startOf();
const end = endOf(start, results);

async function tracker(options: TensorBoardOptions = {}, world: World = waitingWorld()): Promise<Mirror> {
  const made = await plugin.create(tensorBoardOptions.parse(options), world);
  if (!isMirror(made)) throw new Error('not a mirror');
  return made;
}

function eventFile(logDir: string, ...runs: readonly string[]): Buffer {
  const folder = join(logDir, ...runs);
  const [name, ...others] = readdirSync(folder).filter((file) => file.includes('tfevents'));
  if (name === undefined || others.length > 0) throw new Error(`${folder} has ${others.length + 1} event files`);
  return readFileSync(join(folder, name));
}

function scalarsIn(events: readonly SeenEvent[]): [tag: string, step: number, value: number][] {
  return events.flatMap(({ step, values }) =>
    values.flatMap(({ tag, scalar }): [string, number, number][] =>
      scalar === undefined ? [] : [[tag, step, scalar]],
    ),
  );
}

/** The parameters of the HParams row. */
function hparamsIn(events: readonly SeenEvent[]): Record<string, unknown> {
  const values = events.flatMap((event) => event.values);
  const session = values.find(({ tag }) => tag === '_hparams_/session_start_info');
  const entries = messagesOf(session?.hparams ?? new Map(), 3).flatMap((begun) => messagesOf(begun, 1));
  return Object.fromEntries(
    entries.map((entry) => {
      const [value = new Map()] = messagesOf(entry, 2);
      return [textOf(entry, 1), textOf(value, 3) ?? numberOf(value, 2) ?? numberOf(value, 4) === 1];
    }),
  );
}

/** 1 finished, 2 failed; `undefined` while the run goes on. */
function endIn(events: readonly SeenEvent[]): number | undefined {
  const session = events.flatMap(({ values }) => values).find(({ tag }) => tag === '_hparams_/session_end_info');
  const [status] = messagesOf(session?.hparams ?? new Map(), 4);
  return status && numberOf(status, 1);
}

async function undisturbed(): Promise<Buffer> {
  await using folder = await tempDir();
  await tell(await tracker(), sitting(start, folderOf(folder.path, RUN_ID), results, { end }));
  return eventFile(join(folder.path, 'tensorboard'), RUN_ID);
}

describe('the event file of a run', () => {
  it('has the running means at the number of samples, and everything final at the last one', async () => {
    const events = eventsIn(await undisturbed());
    const all = scalarsIn(events);
    const running = all.filter(([, step]) => step < 250);
    // A hundredth of 250 samples is 3, rounded up; after the last sample nothing is due.
    expect(running.map(([, step]) => step)).toEqual(Array.from({ length: 83 }, (_, place) => (place + 1) * 3));
    for (const [tag, step, value] of running) {
      const right = results.slice(0, step).filter(({ scores }) => scores.accuracy === 1).length;
      expect([tag, value]).toEqual(['accuracy', Math.fround(Number((right / step).toPrecision(12)))]);
    }
    const last = Object.fromEntries(all.filter(([, step]) => step === 250).map(([tag, , value]) => [tag, value]));
    const expected = Object.entries(finalMetrics(end)).map(([name, value]) => [name, Math.fround(value)]);
    expect(last).toEqual(Object.fromEntries(expected));
    expect(last).toHaveProperty(['accuracy/한국사/조선 <전기>_ci95_low']);
  });

  it('has what was asked for as hyperparameters, the result as text, and the end', async () => {
    const events = eventsIn(await undisturbed());
    expect(hparamsIn(events)).toEqual({
      dataset: 'kmmlu',
      'dataset.subset': 'Accounting, Korean-History',
      'dataset.split': 'test',
      model: 'openai/gpt-4o-mini',
      'model.params.temperature': 0.7,
      'model.params.maxTokens': 256,
      'model.params.systemMessage': '한국어로 답하라',
      evaluators: 'string_match',
      trials: 1,
      seed: 42,
      'hyperparameters.lr': 0.001,
    });
    const texts = events.flatMap(({ values }) => values).filter(({ plugin: name }) => name === 'text');
    expect(texts).toMatchObject([{ tag: 'result', text: expect.stringContaining('| accuracy | 0.664 |') }]);
    expect(endIn(events)).toBe(1);
  });

  it('is the same after kills in the middle of delivering, samples told that the journal lost, and a failed sitting', async () => {
    const expected = await undisturbed();
    await using folder = await tempDir();
    const place = folderOf(folder.path, RUN_ID);
    const outbox = join(place.path, 'trackers', 'tensorboard');
    // Killed: after its first delivery nothing happens any more, and of what was told the journal kept 90 samples.
    const killed = await tracker({}, waitingWorld({ sleep: () => new Promise(() => {}) }));
    for (const event of sitting(start, place, results, { to: 100 })) killed.handle(event);
    await until(() => existsSync(join(outbox, 'state.json')));
    rmSync(join(outbox, 'lock'));
    const failed = endOf(start, results.slice(0, 180), { status: 'failed', error: 'no key' });
    await tell(await tracker(), sitting(start, place, results, { from: 90, to: 180, end: failed }));
    expect(readdirSync(join(folder.path, 'tensorboard', RUN_ID))).toHaveLength(2);
    await tell(await tracker(), sitting(start, place, results, { from: 180, end }));
    expect(eventFile(join(folder.path, 'tensorboard'), RUN_ID).equals(expected)).toBe(true);
  });

  it('stays open when the run is interrupted', async () => {
    await using folder = await tempDir();
    const interrupted: RunRecord = { ...endOf(start, results.slice(0, 9)), status: 'interrupted' };
    const place = folderOf(folder.path, RUN_ID);
    await tell(await tracker(), sitting(start, place, results, { to: 9, end: interrupted }));
    const events = eventsIn(eventFile(join(folder.path, 'tensorboard'), RUN_ID));
    expect(scalarsIn(events).map(([, step]) => step)).toEqual([3, 6, 9]);
    expect(endIn(events)).toBeUndefined();
  });
});

describe('where it is written', () => {
  it('is a folder beside the runs, which the outcome says how to open', async () => {
    await using folder = await tempDir();
    const told = await tracker();
    await tell(told, sitting(start, folderOf(folder.path, RUN_ID), results.slice(0, 5), { end }));
    expect(told.outcome?.()).toBe(`TensorBoard: tensorboard --logdir ${join(folder.path, 'tensorboard')}`);
  });

  it('is logDir, from where the process stands, or as it is when absolute', async () => {
    await using folder = await tempDir();
    for (const logDir of ['내 로그/tb', join(folder.path, 'absolute')]) {
      const told = await tracker({ logDir }, waitingWorld({ cwd: folder.path }));
      const runId = `${RUN_ID}-${logDir.length}`;
      await tell(told, sitting(startOf({ runId }), folderOf(folder.path, runId), results.slice(0, 5), { end }));
      const chosen = logDir.startsWith('/') ? logDir : join(folder.path, logDir);
      expect(eventsIn(eventFile(chosen, runId)).length).toBeGreaterThan(5);
      expect(told.outcome?.()).toBe(
        `TensorBoard: tensorboard --logdir ${chosen.includes(' ') ? `"${chosen}"` : chosen}`,
      );
    }
    expect(existsSync(join(folder.path, 'tensorboard'))).toBe(false);
  });

  it('may be out of reach: the run is told, and everything is there after a replay from what was written down', async () => {
    const expected = await undisturbed();
    await using folder = await tempDir();
    const place = folderOf(folder.path, RUN_ID);
    writeFileSync(join(folder.path, 'logs'), 'a file in the place of the folder');
    const world = waitingWorld({ cwd: folder.path });
    const told = await tracker({ logDir: 'logs' }, world);
    await tell(told, sitting(start, place, results, { end }));
    expect(world.warnings).toEqual([
      expect.stringMatching(/^TensorBoard: The event file .*logs.* could not be written: /),
    ]);
    expect(told.delivery).toMatchObject({ delivered: 0, left: 85, reason: expect.stringContaining('logs') });
    expect(told.outcome?.()).not.toContain('--logdir');

    rmSync(join(folder.path, 'logs'));
    const { options } = JSON.parse(readFileSync(join(place.path, 'trackers', 'tensorboard', 'tracker.json'), 'utf8'));
    expect(options).toEqual({ logDir: 'logs' });
    const again = await tracker(tensorBoardOptions.parse(options), waitingWorld({ cwd: '/somewhere/else' }));
    expect(await again.replay(end, place, 30_000)).toMatchObject({ delivered: 85, left: 0 });
    expect(eventFile(join(folder.path, 'logs'), RUN_ID).equals(expected)).toBe(true);
    expect(await again.replay(end, place, 30_000)).toMatchObject({ delivered: 0, left: 0 });
    expect(eventFile(join(folder.path, 'logs'), RUN_ID).equals(expected)).toBe(true);
  });
});

describe('a context', () => {
  const context = recordOf('학습-20261121T034000Z-000001', { name: '학습', kind: 'context' });

  async function toldContext(outputDir: string, checkpoints: readonly Partial<RunRecord>[]): Promise<void> {
    const folder = folderOf(outputDir, context.runId);
    const parent = await tracker();
    parent.handle({ type: 'run-start', record: context, folder });
    for (const [place, parts] of checkpoints.entries()) {
      const child = startOf({ runId: `child-${place}`, parentId: context.runId, ...parts });
      const answered = results.slice(0, 10 + place);
      await tell(
        await tracker(),
        sitting(child, folderOf(outputDir, child.runId), answered, { end: endOf(child, answered) }),
      );
    }
    const metadata = { hyperparameters: { lr: 0.1 } };
    parent.handle({ type: 'run-end', record: { ...context, status: 'finished', metadata, metrics: { best: 0.7 } } });
    await parent[Symbol.asyncDispose]?.();
  }

  it('has its evaluations below it, and its own parameters and numbers, known only at its end', async () => {
    await using folder = await tempDir();
    await toldContext(folder.path, [{}, {}]);
    const logDir = join(folder.path, 'tensorboard');
    expect(readdirSync(join(logDir, context.runId)).filter((name) => !name.includes('tfevents'))).toEqual([
      'child-0',
      'child-1',
    ]);
    const own = eventsIn(eventFile(logDir, context.runId));
    expect(hparamsIn(own)).toEqual({ 'hyperparameters.lr': 0.1 });
    expect(scalarsIn(own)).toEqual([['best', 0, Math.fround(0.7)]]);
    expect(endIn(own)).toBe(1);
  });

  it('of a training has the means of its checkpoints over the steps of the training', async () => {
    await using folder = await tempDir();
    const at = (step: number | string, startedAt: string) => ({ metadata: { step }, startedAt });
    await toldContext(folder.path, [
      at(10_000, '2026-11-21T03:45:00.000Z'),
      at(2000, '2026-11-21T03:45:00.000Z'),
      at('last', '2026-11-21T03:47:00.000Z'),
    ]);
    const course = join(folder.path, 'tensorboard', context.runId, 'checkpoints-kmmlu');
    const points = readdirSync(course)
      .sort()
      .flatMap((name) => scalarsIn(eventsIn(readFileSync(join(course, name)))));
    const mean = (count: number) =>
      Math.fround(results.slice(0, count).filter(({ scores }) => scores.accuracy === 1).length / count);
    expect(points.filter(([tag]) => tag === 'checkpoints/accuracy')).toEqual([
      ['checkpoints/accuracy', 2000, mean(11)],
      ['checkpoints/accuracy', 10_000, mean(10)],
    ]);
    expect(new Set(points.map(([tag]) => tag))).toEqual(
      new Set([
        'checkpoints/accuracy',
        'checkpoints/accuracy/한국사/조선 <전기>',
        'checkpoints/accuracy/pass@1 | "odd"',
      ]),
    );
  });
});

describe('an evaluation by itself', () => {
  it('is no checkpoint of a training, whatever step it names: there is nothing it could be a part of', async () => {
    await using folder = await tempDir();
    const alone = startOf({ metadata: { step: 1000 } });
    const few = results.slice(0, 5);
    await tell(await tracker(), sitting(alone, folderOf(folder.path, RUN_ID), few, { end: endOf(alone, few) }));
    expect(readdirSync(join(folder.path, 'tensorboard'))).toEqual([RUN_ID]);
  });
});

describe('without a folder', () => {
  it('says that there is nothing to deliver from, and writes nothing', async () => {
    const world = waitingWorld();
    const told = await plugin.create({}, world);
    const events: RunEvent[] = [
      { type: 'run-start', record: start },
      { type: 'run-end', record: end },
    ];
    await tell(told, events);
    expect(world.warnings).toEqual(['TensorBoard: the run is kept in memory, so there is nothing to deliver from.']);
    expect(told.outcome?.()).toBeUndefined();
  });
});
