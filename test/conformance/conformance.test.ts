import { describe, expect, it } from 'vitest';
import { deviations, reasonFor } from './deviations.js';
import { isMet, sharedVectors } from './suite.js';
import { suites } from './suites.js';

describe('vectors we did not write', async () => {
  const all = await suites();

  it.each(all.filter(({ cases }) => cases !== undefined))(
    '$name: every miss has a known reason',
    ({ name, cases = [] }) => {
      expect(cases.length).toBeGreaterThan(0);
      const missed = cases.filter((one) => !isMet(one) && reasonFor(name, one.name) === undefined);
      expect(missed).toEqual([]);
    },
  );

  it('are all there but for what is skipped with a reason', () => {
    for (const { cases, skipped } of all) expect(cases ?? skipped).toBeTruthy();
    expect(all.filter(({ cases }) => cases !== undefined).length).toBeGreaterThanOrEqual(15);
  });

  it.skipIf(sharedVectors() === undefined)('are missed for every reason that is listed', () => {
    const missed = all.flatMap(({ name, cases = [] }) =>
      cases.filter((one) => !isMet(one)).map((one) => ({ suite: name, name: one.name })),
    );
    const unused = deviations.filter(
      ({ suite, name }) => !missed.some((one) => one.suite === suite && name.test(one.name)),
    );
    expect(unused).toEqual([]);
  });
});
