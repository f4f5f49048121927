import { oneSpelling } from '../normalise.js';
import { kindOf, type Label, labelsIn, placeOf } from './labels.js';

/**
 * Which option a label counts to where the question does not show it: `②`, `2번` and `B` are the second of options that are
 * only listed, as for someone who numbers them in their mind. It counts to none where the question shows the options in another
 * order, or where another option speaks of the label (`[B]에서 …`), so that it may mean what that option means.
 */
export class Places {
  readonly #question: string;
  readonly #choices: readonly string[];
  #isInOrder: boolean | undefined;

  constructor(question: string, choices: readonly string[]) {
    this.#question = oneSpelling(question);
    this.#choices = choices.map((choice) => oneSpelling(choice).trim());
  }

  /** `written` is how the answer has it: a bare `2` counts to no option where one of them may be the value 2. */
  at(label: Label, written: string): number | undefined {
    const kind = kindOf(label);
    if (kind !== 'letter' && kind !== 'number') return undefined;
    if (/^\d+[.!]?$/.test(written.trim()) && this.#hasNumber(label)) return undefined;
    return !numbered.test(written) && this.#isSpokenOf(label) ? undefined : this.ofOrdinal(placeOf(label));
  }

  /** Of `두 번째 보기`, counted from 0. */
  ofOrdinal(place: number): number | undefined {
    this.#isInOrder ??= isInOrder(this.#question, this.#choices);
    return place < this.#choices.length && this.#isInOrder ? place : undefined;
  }

  #hasNumber(number: string): boolean {
    return this.#choices.some((choice) => choice.match(/\d+/g)?.some((own) => own === number));
  }

  /** Whether another option than the one at its place holds this label. */
  #isSpokenOf(label: Label): boolean {
    return this.#choices.some(
      (choice, place) =>
        place !== placeOf(label) &&
        (labelsIn(choice).some((own) => own.label === label) || lettersIn(choice).includes(label)),
    );
  }
}

/** Short options may be about letters and hardly more: `A와 B`, `A만 옳다`. Long ones are told from their labels. */
const SHORT = 15;

/** Capital letters that stand for something, and are no articles. */
function lettersIn(choice: string): string[] {
  return choice.length > SHORT ? [] : (choice.match(/(?<![A-Za-z])[A-Z](?![A-Za-z]| [a-z])/g) ?? []);
}

/** Options alone are numbered like this. */
const numbered = /번|보기|선택지|선지|option|choice/i;

/** Whether the options stand in the question in their order, or not all of them stand there. */
function isInOrder(question: string, choices: readonly string[]): boolean {
  if (!choices.every((choice) => question.includes(choice))) return true;
  let end = question.length;
  return choices.toReversed().every((choice) => {
    const at = question.slice(0, end).lastIndexOf(choice);
    end = Math.max(at, 0);
    return at >= 0;
  });
}
