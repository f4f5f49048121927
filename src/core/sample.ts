import type { JsonObject } from './json.js';

/** An image of a prompt: an http(s) URL, a `data:` URI or a file path. */
export interface Image {
  readonly url: string;
}

/** The answer key. A union, so that a choice question without choices cannot exist. */
export type Target =
  | {
      readonly kind: 'choice';
      readonly choices: readonly string[];
      readonly answer: number;
      /** How the data names the right option where it is not by its text: `(A)`, `2`. Answers may name options the same way, by their place. */
      readonly label?: string;
    }
  | { readonly kind: 'text'; readonly accepted: readonly string[] }
  | { readonly kind: 'rubric'; readonly rubric: string; readonly reference?: string };

/** One question of a benchmark. `id` may repeat in real data; the run tells repeated ids apart by occurrence. */
export interface Sample {
  readonly id: string;
  /** The whole question text, template applied, few-shot examples not yet added. */
  readonly input: string;
  readonly images?: readonly Image[];
  /** What is asked after the first answer, each with the conversation so far; the last answer is the one that is scored. */
  readonly followUps?: readonly string[];
  /** What the published form of the benchmark samples it at; a temperature in the params of the model wins. */
  readonly temperature?: number;
  readonly target: Target;
  /** The subset or subject it is reported under. */
  readonly group?: string;
  /** Samples with the same one go together, such as questions on one passage: they are no independent evidence. */
  readonly cluster?: string;
  readonly metadata?: JsonObject;
}

/** The canonical right answer as text: the right choice, the first accepted text, or the rubric's reference. */
export function referenceOf(target: Target): string {
  switch (target.kind) {
    case 'choice':
      return target.choices[target.answer] ?? '';
    case 'text':
      return target.accepted[0] ?? '';
    case 'rubric':
      return target.reference ?? '';
    default:
      return target satisfies never;
  }
}

/** The choices of a choice question, `undefined` for the other kinds. */
export function optionsOf(target: Target): readonly string[] | undefined {
  return target.kind === 'choice' ? target.choices : undefined;
}
