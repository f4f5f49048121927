import type { Evaluator, Score } from '../core/evaluator.js';
import { referenceOf, type Sample } from '../core/sample.js';
import { agreementOf, gradeCorrelation } from '../prompts/judge/human-grades.js';

/** How far back a verdict is looked for: it ends the answer. */
const END = 20_000;

/**
 * Compares the verdict of a judge under evaluation with that of people, read as the authors read it (data_processing.py of
 * github.com/guijinSON/kudge): the last `[[…]]` of an answer on a pair, which is right where it is the letter of the better
 * one, and the digit behind the last `[RESULT]` of an answer on one response. An answer without is unscored.
 */
export const kudgeVerdict: Evaluator = {
  name: 'kudge_verdict',
  reads: 'text',
  metrics: ['accuracy', 'off_by_05', 'absolute_error', 'average_error', 'lowered'],
  score({ sample, answer }) {
    if (answer.kind !== 'text') return { status: 'unscored', reason: 'there is no text to read a verdict from' };
    const text = answer.generation.text.slice(-END);
    return sample.metadata?.judge_type === 'response_comparison' ? pairScore(sample, text) : gradeScore(sample, text);
  },
  runMetrics: [gradeCorrelation('kudge_verdict')],
};

function pairScore({ target }: Sample, text: string): Score {
  const verdict = text
    .match(/\[\[[^\n]{0,200}?\]\]/g)
    ?.at(-1)
    ?.slice(2, -2);
  if (verdict === undefined) return { status: 'unscored', reason: 'no [[A]] or [[B]] found in the answer' };
  const isRight = verdict === referenceOf(target);
  return { status: 'scored', values: { accuracy: isRight ? 1 : 0 }, extracted: verdict, isDefinite: true };
}

function gradeScore({ target, group }: Sample, text: string): Score {
  const said = text
    .match(/\[RESULT\]\s*\d/g)
    ?.at(-1)
    ?.slice(-1);
  if (said === undefined) return { status: 'unscored', reason: 'no number found behind [RESULT]' };
  const verdict = Number(said);
  const people = Number(referenceOf(target));
  const { values, details } = agreementOf(verdict, people);
  // A judge that notices the false facts gives less than people gave the answer without them.
  const lowered = group === 'Pointwise-False' ? { lowered: verdict < people ? 1 : 0 } : {};
  const accuracy = verdict === people ? 1 : 0;
  return { status: 'scored', values: { accuracy, ...values, ...lowered }, extracted: said, isDefinite: true, details };
}
