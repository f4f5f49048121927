import { withoutMarkdown } from '../markdown.js';
import { type Normalise, oneSpelling } from '../normalise.js';
import { alphabetOf, type Label, labelsOf } from './labels.js';

/** What is known of a question's options without its text. */
export interface OptionTable {
  readonly choices: readonly string[];
  /** The choices as they are compared. */
  readonly texts: readonly string[];
  /** Only if the choices are nothing but labels. */
  readonly labels: readonly Label[] | undefined;
  /** The choices without spaces and full stop, which people leave out. */
  readonly bare: readonly string[];
  /** The same option, or another one that compares equal. */
  isSame(place: number, other: number): boolean;
}

/** Makes tables, once for choices that many samples share. */
export function optionTables(normalise: Normalise): (choices: readonly string[]) => OptionTable {
  const known = new WeakMap<readonly string[], OptionTable>();
  return (choices) => {
    let table = known.get(choices);
    if (table === undefined) {
      table = optionTable(choices, normalise);
      known.set(choices, table);
    }
    return table;
  };
}

/** A question whose reference is a label, but whose options are not given: any label of that kind is an option. */
export function labelTable(reference: Label, tableOf: (choices: readonly string[]) => OptionTable): OptionTable {
  return tableOf(alphabetOf(reference));
}

function optionTable(choices: readonly string[], normalise: Normalise): OptionTable {
  const texts = choices.map((choice) => normalise(withoutMarkdown(choice)));
  return {
    choices,
    texts,
    bare: texts.map(bareText),
    labels: labelsOf(choices.map((choice) => oneSpelling(choice).trim())),
    isSame: (place, other) => place === other || (texts[place] !== '' && texts[place] === texts[other]),
  };
}

/** Without spaces, but for those between numbers, and without a full stop at the end. */
export function bareText(normal: string): string {
  return normal.replace(/(?<!\d) | (?!\d)/g, '').replace(/\.$/, '');
}
