import type { Compat } from '../core/plugin.js';
import { referenceOf, type Sample } from '../core/sample.js';
import { HretError } from '../errors.js';
import { compileTemplate, type Template } from './python-format.js';

export const DEFAULT_SHOT_INSTRUCTION = '다음은 문제와 정답의 몇 가지 예시입니다.\n\n';
export const DEFAULT_SHOT_TEMPLATE = '{input}\n정답: {reference}\n\n';

export interface PrefixOptions {
  /** Stands before the examples, as it is. */
  readonly instruction?: string | undefined;
  /** One example; `{input}` and `{reference}` are filled in. */
  readonly exampleTemplate?: string | undefined;
  readonly compat?: Compat;
}

/** The text before a sample's own input: the instruction, then the examples one after the other. */
export function fewShotPrefix(shots: readonly Sample[], options: PrefixOptions = {}): string {
  const { instruction = DEFAULT_SHOT_INSTRUCTION, exampleTemplate = DEFAULT_SHOT_TEMPLATE, compat } = options;
  if (shots.length === 0) return '';
  const template = compileTemplate(exampleTemplate, ['input', 'reference'], 'fewShotExampleTemplate');
  return instruction + shots.map((shot) => example(shot, template, compat)).join('');
}

function example(shot: Sample, template: Template, compat: Compat): string {
  const reference = referenceOf(shot.target);
  if (shot.input.trim() === '') throw unusable(shot, 'has an empty input');
  if (shot.images !== undefined && shot.images.length > 0)
    throw unusable(shot, 'has images, which an example cannot show');
  if (reference === '' && template.keys.has('reference') && compat !== 'hret') throw unusable(shot, 'has no reference');
  return template.fill({ input: shot.input, reference });
}

function unusable(shot: Sample, what: string): HretError {
  return new HretError(
    'data',
    `Sample "${shot.id}" cannot be a few-shot example: it ${what}. Set numFewShot to 0, or take the examples from another split (fewShotSplit).`,
  );
}
