import { beforeEach, describe, expect, it } from 'vitest';
import type { RunStore } from '../../src/core/run-store.js';
import { findRun, memoryRunStore } from '../../src/history/run-store.js';
import { recordOf } from './fixtures.js';

describe('findRun', () => {
  let store: RunStore;
  beforeEach(async () => {
    store = memoryRunStore();
    await store.save(recordOf('base-1a', { name: 'base', startedAt: '2026-01-01T00:00:00.000Z' }));
    await store.save(recordOf('base-1b', { name: 'base', startedAt: '2026-01-02T00:00:00.000Z' }));
    await store.save(recordOf('other-2', { name: '다른 것', startedAt: '2026-01-03T00:00:00.000Z' }));
  });

  const found = async (text: string) => (await findRun(store, text)).runId;

  it('takes a full id', async () => {
    expect(await found('base-1a')).toBe('base-1a');
  });

  it('takes a name, and means the newest run of that name', async () => {
    expect(await found('base')).toBe('base-1b');
    expect(await found('다른 것')).toBe('other-2');
  });

  it('takes the beginning of an id when only one begins so', async () => {
    expect(await found('oth')).toBe('other-2');
    expect(await found('base-1b')).toBe('base-1b');
  });

  it('lists the candidates of a beginning that several ids have', async () => {
    await expect(findRun(store, 'base-')).rejects.toMatchObject({
      code: 'usage',
      message: '"base-" begins the id of 2 runs. Write more of it:\n  base-1a\n  base-1b',
    });
  });

  it('shows the newest ten of many candidates', async () => {
    for (let number = 10; number < 30; number += 1)
      await store.save(recordOf(`many-${number}`, { startedAt: `2026-02-${number}T00:00:00.000Z` }));
    await expect(findRun(store, 'many')).rejects.toThrow(
      /of 20 runs(.|\n)*many-20\n(.|\n)*many-29\n {2}and 10 older ones$/,
    );
  });

  it('takes an id before a name, and a name before a beginning', async () => {
    await store.save(recordOf('x', { name: 'other-2', startedAt: '2026-01-04T00:00:00.000Z' }));
    await store.save(recordOf('y', { name: 'base-1', startedAt: '2026-01-05T00:00:00.000Z' }));
    expect(await found('other-2')).toBe('other-2');
    expect(await found('base-1')).toBe('y');
  });

  it('says what is near when there is none, and means nothing by nothing', async () => {
    await expect(findRun(store, 'bsae')).rejects.toMatchObject({
      code: 'not_found',
      message: /There is no run "bsae" in memory\. Did you mean "base"\?/,
    });
    await expect(findRun(store, '')).rejects.toMatchObject({ code: 'not_found' });
  });
});
