import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/core/dataset.js';
import type { Sample } from '../../src/core/sample.js';

/** What every dataset promises. `open` opens it anew each time, at its default split. */
export function describeDataset(name: string, open: () => Promise<Dataset>): void {
  describe(`the dataset ${name}`, () => {
    it('is called by its name', async () => {
      expect((await open()).name).toBe(name);
    });

    it('gives the same samples each time it is read, and each time it is opened', async () => {
      const dataset = await open();
      const first = await samplesOf(dataset);
      expect(first.length).toBeGreaterThan(0);
      expect(await samplesOf(dataset)).toEqual(first);
      expect(await samplesOf(await open())).toEqual(first);
    });

    it('gives every sample an id, a question, and a key that can be right', async () => {
      for (const { id, input, target } of await samplesOf(await open())) {
        expect(id.trim(), 'id').not.toBe('');
        expect(input.trim(), id).not.toBe('');
        if (target.kind === 'choice') {
          expect(target.choices.length, id).toBeGreaterThan(1);
          expect(target.choices[target.answer], id).toBeDefined();
        }
        if (target.kind === 'text') expect(target.accepted.length, id).toBeGreaterThan(0);
      }
    });

    it('knows its size, if it says that it does', async () => {
      const dataset = await open();
      if (dataset.size !== undefined) expect(await samplesOf(dataset)).toHaveLength(dataset.size);
    });

    it('reports every sample under one of the subsets it says it reads, and reads all of them', async () => {
      const dataset = await open();
      if (dataset.subset === undefined) return;
      const groups = new Set((await samplesOf(dataset)).map((sample) => sample.group));
      expect([...groups].sort()).toEqual([...dataset.subset].sort());
    });

    it('stops when its signal is aborted, at the latest when the rows at hand are used up', async () => {
      const dataset = await open();
      const all = await samplesOf(dataset);
      const stop = new AbortController();
      const read: Sample[] = [];
      const reading = (async () => {
        for await (const sample of dataset.samples(stop.signal)) {
          read.push(sample);
          stop.abort(new Error('enough'));
        }
      })();
      await expect(reading).rejects.toThrow('enough');
      expect(read.length).toBeLessThan(all.length);
    });

    it('reads nothing when its signal was aborted before', async () => {
      const aborted = AbortSignal.abort(new Error('enough'));
      const next = (await open()).samples(aborted)[Symbol.asyncIterator]().next();
      await expect(next).rejects.toThrow('enough');
    });

    it('lets a reader leave early and read again', async () => {
      const dataset = await open();
      for await (const _ of dataset.samples()) break;
      expect(await samplesOf(dataset)).toEqual(await samplesOf(dataset));
    });
  });
}

export async function samplesOf(dataset: Dataset, signal?: AbortSignal): Promise<Sample[]> {
  const samples: Sample[] = [];
  for await (const sample of dataset.samples(signal)) samples.push(sample);
  return samples;
}
