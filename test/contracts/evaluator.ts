import { describe, expect, it } from 'vitest';
import type { Answer, Evaluator, Score } from '../../src/core/evaluator.js';
import type { Sample } from '../../src/core/sample.js';

export interface EvaluatorPromise {
  /** Makes it anew each time. */
  readonly make: () => Evaluator | Promise<Evaluator>;
  /** A sample it can score, and an answer to it. */
  readonly sample: Sample;
  readonly answer: string;
  /** Why composed and decomposed text may differ for it. */
  readonly mayTellFormsApart?: string;
}

/** What every evaluator that reads texts promises; what it does with hostile texts is in `evaluators/hostile.test.ts`. */
export function describeEvaluator(name: string, promise: EvaluatorPromise): void {
  const { make, sample, answer, mayTellFormsApart } = promise;

  describe(`the evaluator ${name}`, () => {
    it('scores its own example', async () => {
      expect(await score(await make(), sample, answer)).toMatchObject({ status: 'scored' });
    });

    it('gives the same score each time, also when made anew', async () => {
      const evaluator = await make();
      const first = await score(evaluator, sample, answer);
      for (const other of ['', '다른 답', answer]) await score(evaluator, sample, other);
      expect(await score(evaluator, sample, answer)).toEqual(first);
      expect(await score(await make(), sample, answer)).toEqual(first);
    });

    it('changes neither the answer nor the sample', async () => {
      const given = frozen({ kind: 'text', generation: { text: answer, finish: 'stop' } } as const satisfies Answer);
      const before = structuredClone({ sample, given });
      await (await make()).score({ sample: frozen(sample), answer: given, signal: new AbortController().signal });
      expect({ sample, given }).toEqual(before);
    });

    it('names every metric it gives', async () => {
      const evaluator = await make();
      const given = await score(evaluator, sample, answer);
      if (given.status === 'scored')
        expect(evaluator.metrics).toEqual(expect.arrayContaining(Object.keys(given.values)));
    });

    it.skipIf(mayTellFormsApart !== undefined)('takes composed and decomposed text for the same', async () => {
      const evaluator = await make();
      for (const text of [answer, '정답: 서울', '각하']) {
        const composed = await score(evaluator, sample, text.normalize('NFC'));
        const decomposed = await score(evaluator, sample, text.normalize('NFD'));
        expect(valuesOf(decomposed)).toEqual(valuesOf(composed));
      }
    });

    it('reads empty and blank answers', async () => {
      for (const text of ['', ' ', '\n\n', '\u0000', '\ud800']) checkScore(await score(await make(), sample, text));
    });

    it('survives JSON', async () => {
      const given = await score(await make(), sample, answer);
      expect(JSON.parse(JSON.stringify(given))).toEqual(given);
    });
  });
}

async function score(evaluator: Evaluator, sample: Sample, text: string): Promise<Score> {
  return evaluator.score({
    sample,
    answer: { kind: 'text', generation: { text, finish: 'stop' } },
    signal: new AbortController().signal,
  });
}

function checkScore(score: Score): void {
  if (score.status === 'unscored') expect(score.reason).not.toBe('');
  else for (const [metric, value] of Object.entries(score.values)) expect(value, metric).toSatisfy(Number.isFinite);
}

function valuesOf(score: Score): unknown {
  return score.status === 'scored' ? score.values : score.status;
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(Object.freeze(value))) frozen(part);
  return value;
}
