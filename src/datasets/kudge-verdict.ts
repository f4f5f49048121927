import type { Evaluator, Score } from '../core/evaluator.js';
import { referenceOf, type Sample } from '../core/sample.js';

/** How far back a verdict is looked for: it ends the answer. */
const END = 20_000;

/**
 * Compares the verdict of a judge under evaluation with that of people. Pairs: `[[A]]` or `[[B]]`. Scores: the number after
 * `[RESULT]`, `Score:` or `점수:`, from 1 to 5. An answer with no verdict, or with two, is unscored.
 */
export const kudgeVerdict: Evaluator = {
  name: 'kudge_verdict',
  reads: 'text',
  metrics: ['accuracy', 'absolute_error', 'lowered'],
  score({ sample, answer }) {
    if (answer.kind !== 'text') return { status: 'unscored', reason: 'there is no text to read a verdict from' };
    const text = answer.generation.text.slice(-END);
    return sample.metadata?.judge_type === 'response_comparison' ? pairScore(sample, text) : numberScore(sample, text);
  },
};

function pairScore({ target }: Sample, text: string): Score {
  const said = new Set(
    [...text.matchAll(/\[\[\s*([A-C]|tie)\s*\]\]/gi)].map(([, winner = '']) => winner.toUpperCase()),
  );
  const [verdict, ...others] = said;
  if (verdict === undefined) return { status: 'unscored', reason: 'no [[A]] or [[B]] found in the answer' };
  if (others.length > 0) return { status: 'unscored', reason: `the answer says ${[...said].join(' and ')}` };
  const isRight = verdict === referenceOf(target).toUpperCase();
  return { status: 'scored', values: { accuracy: isRight ? 1 : 0 }, extracted: verdict, isDefinite: true };
}

function numberScore({ target, group }: Sample, text: string): Score {
  const marked = [...text.matchAll(/(?:\[RESULT\]|\bscore\s*:|점수\s*:)[\s*[(]*(\d+(?:\.\d+)?)/gi)];
  const said = marked.at(-1)?.[1];
  if (said === undefined) return { status: 'unscored', reason: 'no score found behind [RESULT], Score: or 점수:' };
  const verdict = Number(said);
  if (verdict < 1 || verdict > 5)
    return { status: 'unscored', reason: `the score ${said} is not on the scale of 1 to 5`, extracted: said };
  const reference = Number(referenceOf(target));
  const values = { accuracy: verdict === reference ? 1 : 0, absolute_error: Math.abs(verdict - reference) };
  // A judge that notices the false facts gives less than people gave the answer without them.
  const lowered = group === 'Pointwise-False' ? { lowered: verdict < reference ? 1 : 0 } : {};
  return { status: 'scored', values: { ...values, ...lowered }, extracted: said, isDefinite: true };
}
