import type { Target } from '../core/sample.js';
import { kindOf, type Label, labelsDeclaredBy, wholeLabel } from './choices/labels.js';
import { withoutMarkdown } from './markdown.js';
import { type Normalise, oneSpelling } from './normalise.js';

/** A choice question; `answer` is the place of the right choice. */
export interface ChoiceKey {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly answer: number;
}

/** A question with texts that are right; `normal` has them as they are compared, without empty ones. */
export interface TextKey {
  readonly kind: 'text';
  readonly accepted: readonly string[];
  readonly normal: readonly string[];
}

/** What answers are compared with, or why there is nothing to compare with. */
export type AnswerKey = ChoiceKey | TextKey | { readonly kind: 'none'; readonly reason: string };

/** Reads a target. Without `mcqa` a choice question is a text question for the text of its right choice. */
export function answerKeyOf(target: Target, mcqa: boolean, normalise: Normalise): AnswerKey {
  switch (target.kind) {
    case 'choice': {
      const { choices, answer } = target;
      const right = choices[answer];
      if (right === undefined) return { kind: 'none', reason: 'the answer key names none of the options' };
      return mcqa ? { kind: 'choice', choices, answer } : textKey([right], normalise);
    }
    case 'text':
      return textKey(target.accepted, normalise);
    case 'rubric':
      if (target.reference === undefined)
        return { kind: 'none', reason: 'there is a rubric but no reference to compare with; use llm_judge' };
      return textKey([target.reference], normalise);
    default:
      return target satisfies never;
  }
}

function textKey(accepted: readonly string[], normalise: Normalise): AnswerKey {
  if (accepted.every((text) => text.trim() === '')) return { kind: 'none', reason: 'the reference is empty' };
  const normal = accepted.map((text) => normalise(withoutMarkdown(text))).filter((text) => text !== '');
  if (normal.length > 0) return { kind: 'text', accepted, normal };
  return { kind: 'none', reason: 'nothing of the reference is left to compare: the options ignore all of it' };
}

/** Labels that the data names the options of a question by, with their places. */
export function declaredBy(target: Target): ReadonlyMap<Label, number> | undefined {
  if (target.kind !== 'choice' || target.label === undefined) return undefined;
  return labelsDeclaredBy(oneSpelling(target.label), target.choices.length);
}

/** The label that the accepted texts are, if each is the same one: a letter, or a number that is set off such as `②`. */
export function labelAccepted(accepted: readonly string[]): Label | undefined {
  const [first = ''] = accepted;
  if (first.length > 12) return undefined;
  const label = wholeLabel(oneSpelling(first).trim());
  if (label === undefined || (kindOf(label) !== 'letter' && first.trim() === label)) return undefined;
  return accepted.every((text) => wholeLabel(oneSpelling(text).trim()) === label) ? label : undefined;
}
