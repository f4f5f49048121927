import type { Evaluator } from '../../core/evaluator.js';
import type { JsonObject } from '../../core/json.js';
import type { Target } from '../../core/sample.js';
import type { SampleResult } from '../../core/sample-result.js';
import { textOf } from '../answer-text.js';

/** A metric of texts that is worked out from counts which add up over a corpus. */
export interface CorpusMetric {
  readonly name: string;
  /** The counts of one answer, or why there are none. */
  counts(answer: string, references: readonly string[]): readonly number[] | string;
  score(counts: readonly number[], isSentence: boolean): number;
}

/** Each sample gets `sentence_<name>`; the run gets `<name>`, from the counts of all samples together, which is no mean of theirs. */
export function corpusEvaluator({ name, counts: countsOf, score }: CorpusMetric): Evaluator {
  const key = `${name}Counts`;
  return {
    name,
    reads: 'text',
    metrics: [`sentence_${name}`],
    score({ sample, answer }) {
      const references = textsOf(sample.target);
      if (references.length === 0) return { status: 'unscored', reason: 'the reference is empty' };
      const counts = countsOf(textOf(answer, name).normalize('NFC'), references);
      if (typeof counts === 'string') return { status: 'unscored', reason: counts };
      return {
        status: 'scored',
        values: { [`sentence_${name}`]: score(counts, true) },
        details: { [key]: [...counts] },
      };
    },
    summarize(results) {
      const all = results.map((result) => keptCounts(result, name, key)).filter((counts) => counts !== undefined);
      if (all.length === 0) return {};
      return { [name]: score(summed(all), false) };
    },
  };
}

/** The texts an answer is compared with, in one Unicode form. */
export function textsOf(target: Target): string[] {
  return givenTexts(target)
    .filter((text) => text.trim() !== '')
    .map((text) => text.normalize('NFC'));
}

function givenTexts(target: Target): readonly string[] {
  switch (target.kind) {
    case 'text':
      return target.accepted;
    case 'choice':
      return target.choices.slice(target.answer, target.answer + 1);
    case 'rubric':
      return target.reference === undefined ? [] : [target.reference];
    default:
      return target satisfies never;
  }
}

/** Of the first evaluator they stand at the top, of another one under its name; those of answers that were cut off do not count. */
function keptCounts({ evaluation, status }: SampleResult, name: string, key: string): number[] | undefined {
  if (status === 'truncated' || status === 'failed') return undefined;
  const own = evaluation[name];
  const counts = evaluation[key] ?? (typeof own === 'object' && own !== null ? (own as JsonObject)[key] : undefined);
  return Array.isArray(counts) ? (counts as number[]) : undefined;
}

function summed(all: readonly (readonly number[])[]): number[] {
  const [first = []] = all;
  return first.map((_, place) => all.reduce((sum, counts) => sum + (counts[place] ?? 0), 0));
}
