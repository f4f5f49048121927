import { cpSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CarrierState, Parcel } from '../../../src/trackers/delivery/parcel.js';
import { eventFileCarrier } from '../../../src/trackers/tensorboard/carrier.js';
import { tempDir } from '../../temp-dir.js';
import { eventsIn, messagesOf, numberOf } from './event-reader.js';
import { folderOf, startOf } from './told-run.js';

const record = startOf({ runId: 'child', parentId: 'parent' });
const begin: Parcel = { seq: 0, kind: 'start', body: { time: 100, params: { seed: 42 } } };
const metrics = (seq: number, step: number): Parcel => ({
  seq,
  kind: 'metrics',
  body: { time: 100 + step, step, metrics: { accuracy: step / 100 } },
});
const end = (seq: number, status: 'finished' | 'failed'): Parcel => {
  const checkpoint = { step: 1000, dataset: '한국/kmmlu', metrics: { accuracy: 0.5 } };
  return {
    seq,
    kind: 'finish',
    body: { time: 200, step: 99, status, metrics: { accuracy: 0.5 }, text: '## 끝', checkpoint },
  };
};
/** A run that failed, was resumed twice, and got to its end. */
const story: readonly Parcel[] = [
  begin,
  metrics(1, 10),
  end(2, 'failed'),
  { ...begin, seq: 3 },
  metrics(4, 20),
  { ...begin, seq: 5 },
  end(6, 'finished'),
];
/** The same run, undisturbed. */
const calm = [begin, metrics(1, 10), metrics(2, 20), end(3, 'finished')];

const FILE = 'events.out.tfevents.1795232695.hret';
const FAILED = 'events.out.tfevents.1795232695.failed.hret';
const CHECKPOINT = 'parent/checkpoints-한국_kmmlu/events.out.tfevents.1795232695.0000000000001000.child.hret';

function carrierIn(outputDir: string, warnings: string[] = []) {
  const folder = folderOf(outputDir, 'child');
  const carrier = eventFileCarrier(record, folder, { warn: (message) => void warnings.push(message) });
  return (parcels: readonly Parcel[], state: CarrierState) => carrier.deliver(parcels, state, folder);
}

function filesIn(outputDir: string): Record<string, string> {
  const logDir = join(outputDir, 'tensorboard');
  if (!existsSync(logDir)) return {};
  const files = readdirSync(logDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const entries = files.map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(logDir.length + 1), readFileSync(path).toString('hex')] as const;
  });
  return Object.fromEntries(entries);
}

async function deliveredCalmly(): Promise<Record<string, string>> {
  await using folder = await tempDir();
  await carrierIn(folder.path)(calm, {});
  return filesIn(folder.path);
}

describe('delivering to an event file', () => {
  it('writes the run below its context, and the checkpoint beside it', async () => {
    expect(Object.keys(await deliveredCalmly()).sort()).toEqual([CHECKPOINT, `parent/child/${FILE}`].sort());
  });

  it('of a run that failed and was resumed gives the bytes of one that was not, whatever goes together', async () => {
    const expected = await deliveredCalmly();
    for (let cuts = 0; cuts < 2 ** (story.length - 1); cuts++) {
      await using folder = await tempDir();
      const deliver = carrierIn(folder.path);
      const state: CarrierState = {};
      let batch: Parcel[] = [];
      for (const [place, parcel] of story.entries()) {
        batch.push(parcel);
        if (place < story.length - 1 && (cuts & (1 << place)) === 0) continue;
        await deliver(batch, state);
        batch = [];
      }
      expect(filesIn(folder.path)).toEqual(expected);
    }
  });

  it('gives the same bytes again from every state it may have been left in', async () => {
    const expected = await deliveredCalmly();
    for (let noted = 0; noted <= story.length; noted++) {
      for (let arrived = noted; arrived <= story.length; arrived++) {
        await using folder = await tempDir();
        const deliver = carrierIn(folder.path);
        const state: CarrierState = {};
        if (noted > 0) await deliver(story.slice(0, noted), state);
        // A process that died before it could note this down.
        if (arrived > noted) await deliver(story.slice(noted, arrived), structuredClone(state));
        if (noted < story.length) await deliver(story.slice(noted), state);
        expect(filesIn(folder.path)).toEqual(expected);
      }
    }
  });

  it('writes over half a record that a full disk left', async () => {
    await using folder = await tempDir();
    const deliver = carrierIn(folder.path);
    const state: CarrierState = {};
    await deliver(calm.slice(0, 2), state);
    const whole = structuredClone(state);
    await deliver(calm.slice(2), state);
    const path = join(folder.path, 'tensorboard', 'parent', 'child', FILE);
    truncateSync(path, readFileSync(path).length - 7);
    await deliver(calm.slice(2), whole);
    expect(filesIn(folder.path)).toEqual(await deliveredCalmly());
  });

  it('keeps the end of a failed run in a file of its own, which TensorBoard reads first, until the run goes on', async () => {
    await using folder = await tempDir();
    const deliver = carrierIn(folder.path);
    const state: CarrierState = {};
    const place = join(folder.path, 'tensorboard', 'parent', 'child');
    await deliver(story.slice(0, 3), state);
    expect(readdirSync(place).sort()).toEqual([FAILED, FILE]);
    const [version, numbers, text, session] = eventsIn(readFileSync(join(place, FAILED)));
    expect(version?.version).toBe('brain.Event:2');
    expect(numbers?.values[0]).toMatchObject({ tag: 'accuracy', scalar: 0.5 });
    expect(text?.values[0]).toMatchObject({ tag: 'result', text: '## 끝' });
    expect(session?.values[0]?.tag).toBe('_hparams_/session_end_info');
    const [status] = messagesOf(session?.values[0]?.hparams ?? new Map(), 4);
    expect(status && numberOf(status, 1)).toBe(2);
    await deliver(story.slice(3, 4), state);
    expect(readdirSync(place)).toEqual([FILE]);
  });

  it('never shortens the file of the run', async () => {
    await using folder = await tempDir();
    const deliver = carrierIn(folder.path);
    const state: CarrierState = {};
    let before = '';
    for (const parcel of story) {
      await deliver([parcel], state);
      const now = filesIn(folder.path)[`parent/child/${FILE}`] ?? '';
      expect(now.startsWith(before)).toBe(true);
      before = now;
    }
  });

  it('goes on in a new file when the old one is gone, and says how to have it whole', async () => {
    await using folder = await tempDir();
    const warnings: string[] = [];
    const deliver = carrierIn(folder.path, warnings);
    const state: CarrierState = {};
    await deliver(calm.slice(0, 2), state);
    rmSync(join(folder.path, 'tensorboard'), { recursive: true });
    await deliver(calm.slice(2, 3), state);
    await deliver(calm.slice(3), state);
    const file = readFileSync(join(folder.path, 'tensorboard', 'parent', 'child', FILE));
    const [version, ...rest] = eventsIn(file);
    expect(version?.version).toBe('brain.Event:2');
    expect(rest.map(({ step }) => step)).toEqual([20, 99, 99, 99]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(join(folder.path, 'runs', 'child', 'trackers', 'tensorboard', 'state.json'));
    // What the warning says to do: everything comes again, with nothing remembered.
    await deliver(calm, {});
    expect(filesIn(folder.path)).toEqual(await deliveredCalmly());
  });

  it('goes on where it began, also when the results were moved or another folder is asked for meanwhile', async () => {
    await using folder = await tempDir();
    const chosen = join(folder.path, 'chosen');
    const deliver = carrierIn(folder.path);
    const state: CarrierState = {};
    await deliver([{ ...begin, body: { ...begin.body, logDir: chosen } }, metrics(1, 10)], state);
    await deliver(
      [{ ...begin, seq: 2, body: { ...begin.body, logDir: join(folder.path, 'other') } }, metrics(3, 20)],
      state,
    );
    expect(existsSync(join(folder.path, 'other'))).toBe(false);
    expect(eventsIn(readFileSync(join(chosen, 'parent', 'child', FILE))).map(({ step }) => step)).toEqual([
      0, 0, 10, 20,
    ]);

    const byDefault: CarrierState = {};
    await deliver(calm.slice(0, 2), byDefault);
    await using moved = await tempDir();
    cpSync(folder.path, moved.path, { recursive: true });
    rmSync(folder.path, { recursive: true });
    await carrierIn(moved.path)(calm.slice(2), byDefault);
    expect(filesIn(moved.path)).toEqual(await deliveredCalmly());
    expect(existsSync(folder.path)).toBe(false);
  });

  it('refuses a parcel it does not know, by its number', async () => {
    await using folder = await tempDir();
    const unknown = { seq: 1, kind: 'video', body: {} };
    await expect(carrierIn(folder.path)([begin, unknown], {})).rejects.toThrow(
      'Parcel 1 of the TensorBoard outbox is of the unknown kind "video".',
    );
  });
});
