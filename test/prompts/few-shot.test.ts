import { expect, test } from 'vitest';
import type { Sample } from '../../src/core/sample.js';
import { chooseShots, fewShotPrefix, type ShotRequest } from '../../src/prompts/few-shot.js';

function sample(id: string, group?: string, more: Partial<Sample> = {}): Sample {
  return { id, input: `${id}?`, target: { kind: 'text', accepted: [`${id}!`] }, ...(group && { group }), ...more };
}

/** Candidates that count how many of them were read. */
function candidatesOf(samples: readonly Sample[]) {
  const seen = { count: 0 };
  async function* candidates(): AsyncGenerator<Sample> {
    for (const one of samples) {
      seen.count++;
      yield one;
    }
  }
  return { candidates: candidates(), seen };
}

function choose(samples: readonly Sample[], request: Partial<ShotRequest> = {}) {
  return chooseShots({
    candidates: candidatesOf(samples).candidates,
    from: 'other-split',
    split: 'dev',
    count: 2,
    instruction: '',
    exampleTemplate: '{input}{reference} ',
    ...request,
  });
}

const twoGroups = [sample('a1', 'a'), sample('a2', 'a'), sample('a3', 'a'), sample('b1', 'b'), sample('b2', 'b')];

test('the prefix is the instruction and the examples, by default as the ancestor wrote them', () => {
  expect(fewShotPrefix([sample('하나'), sample('둘')])).toBe(
    '다음은 문제와 정답의 몇 가지 예시입니다.\n\n하나?\n정답: 하나!\n\n둘?\n정답: 둘!\n\n',
  );
  expect(fewShotPrefix([])).toBe('');
});

test('an example shows the text of the right choice', () => {
  const choice = sample('q', 'g', { target: { kind: 'choice', choices: ['(A)', '(B)'], answer: 1 } });
  expect(fewShotPrefix([choice], { instruction: '', exampleTemplate: '{reference}' })).toBe('(B)');
});

test.each<[string, Sample, string]>([
  [
    'an empty input',
    sample('x', undefined, { input: ' ' }),
    'Sample "x" cannot be a few-shot example: it has an empty input.',
  ],
  ['no reference', sample('x', undefined, { target: { kind: 'rubric', rubric: '친절한가?' } }), 'it has no reference.'],
  [
    'images',
    sample('x', undefined, { images: [{ url: 'https://a' }] }),
    'it has images, which an example cannot show.',
  ],
])('an example with %s is an error, never skipped', async (_, shot, message) => {
  expect(() => fewShotPrefix([shot])).toThrow(message);
  await expect(choose([shot, sample('y'), sample('z')])).rejects.toThrow(message);
});

test('a wrong template is an error before the run begins', async () => {
  await expect(choose(twoGroups, { exampleTemplate: '{question}' })).rejects.toThrow(
    'fewShotExampleTemplate: there is no value for {question}. Known: {input}, {reference}.',
  );
});

test('from another split, every group has its own examples when each has enough', async () => {
  const shots = await choose(twoGroups);
  expect(shots.prefixFor(sample('new', 'a'))).toBe('a1?a1! a2?a2! ');
  expect(shots.prefixFor(sample('new', 'b'))).toBe('b1?b1! b2?b2! ');
  expect(shots.info).toEqual({ n: 2, split: 'dev', perGroup: true, ids: { a: ['a1', 'a2'], b: ['b1', 'b2'] } });
  expect(shots.leftOut.size).toBe(0);
});

test('a group without candidates is given the first examples overall', async () => {
  expect((await choose(twoGroups)).prefixFor(sample('new', 'c'))).toBe('a1?a1! a2?a2! ');
});

test.each([
  ['one group has too few', twoGroups.slice(0, 4)],
  ['there is one group only', twoGroups.slice(0, 3)],
  ['some have no group', [...twoGroups, sample('c')]],
  ['none has a group', [sample('a1'), sample('a2'), sample('a3')]],
])('the examples are the first overall when %s', async (_, samples) => {
  const shots = await choose(samples);
  expect(shots.prefixFor(sample('new', 'b'))).toBe('a1?a1! a2?a2! ');
  expect(shots.info).toEqual({ n: 2, split: 'dev', perGroup: false, ids: ['a1', 'a2'] });
});

test('from the same split, the first overall are examples and are left out of the evaluation', async () => {
  const shots = await choose(twoGroups, { from: 'same-split', split: 'test' });
  expect(shots.prefixFor(sample('new', 'b'))).toBe('a1?a1! a2?a2! ');
  expect([...shots.leftOut]).toEqual([0, 1]);
  expect(shots.info).toEqual({ n: 2, split: 'test', perGroup: false, ids: ['a1', 'a2'] });
});

test('a sample whose text is among its examples gets the next one', async () => {
  expect((await choose(twoGroups)).prefixFor(sample('a1', 'a'))).toBe('a2?a2! a3?a3! ');
  const repeated = [sample('x'), sample('x'), sample('y'), sample('z'), sample('w')];
  expect((await choose(repeated)).prefixFor(sample('x'))).toBe('y?y! z?z! ');
});

test('a sample knows itself by what it says, not by its spaces or the form of its letters', async () => {
  const { prefixFor } = await choose([sample('서울은 어디?'), sample('y'), sample('z')]);
  for (const own of ['서울은 어디?', ' 서울은  어디?', '서울은 어디?'.normalize('NFD')])
    expect(prefixFor(sample(own))).toBe('y?y! z?z! ');
});

test('when its group has no other, the example comes from another group', async () => {
  expect((await choose(twoGroups)).prefixFor(sample('b1', 'b'))).toBe('b2?b2! a1?a1! ');
});

test('when there is no other at all, the sample is asked with fewer, which is told once', async () => {
  const warnings: string[] = [];
  const shots = await choose([sample('a'), sample('b')], { warn: (message) => warnings.push(message) });
  expect(shots.prefixFor(sample('a'))).toBe('b?b! ');
  expect(shots.prefixFor(sample('b'))).toBe('a?a! ');
  expect(warnings).toEqual([
    'Sample "a" is asked with 1 of 2 few-shot examples: it is one itself, and there is no other in its place.',
  ]);
});

test('for the ancestor, the examples are the first overall, even the sample itself', async () => {
  const shots = await choose(twoGroups, { compat: 'hret' });
  expect(shots.prefixFor(sample('b1', 'b'))).toBe('a1?a1! a2?a2! ');
  expect(shots.prefixFor(sample('a1', 'a'))).toBe('a1?a1! a2?a2! ');
  expect(shots.info.perGroup).toBe(false);
});

test('too few samples are an error that says how many there are', async () => {
  await expect(choose([sample('a')], { count: 5 })).rejects.toThrow(
    'The split "dev" has 1 samples, too few for 5 few-shot examples. Lower numFewShot, or set fewShotSplit to a larger split.',
  );
  await expect(choose([], { split: undefined })).rejects.toThrow('The split the examples come from has 0 samples');
});

test('a split that would be nothing but examples is an error', async () => {
  await expect(choose([sample('a'), sample('b')], { from: 'same-split' })).rejects.toThrow(
    'as examples, none would be left to evaluate',
  );
});

test('without groups, no more is read than is needed', async () => {
  const { candidates, seen } = candidatesOf(Array.from({ length: 1000 }, (_, index) => sample(`${index}`)));
  await choose([], { candidates });
  expect(seen.count).toBeLessThan(5);
});

test('no examples are asked for: nothing is read and nothing is put before the input', async () => {
  const { candidates, seen } = candidatesOf(twoGroups);
  const shots = await choose([], { candidates, count: 0 });
  expect(shots.prefixFor(sample('new', 'a'))).toBe('');
  expect(seen.count).toBe(0);
});

test('the prefix of a group is made once, so it is the same string every time', async () => {
  let fills = 0;
  const counted = sample('a', undefined, { target: { kind: 'text', accepted: ['x'] } });
  const spied = new Proxy(counted, {
    get: (target, key) => {
      if (key === 'target') fills++;
      return Reflect.get(target, key);
    },
  });
  const shots = await choose([spied, sample('b'), sample('c')]);
  const before = fills;
  for (let index = 0; index < 100; index++) shots.prefixFor(sample(`new${index}`));
  expect(fills).toBe(before);
});
