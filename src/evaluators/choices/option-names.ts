import { withoutMarkdown } from '../markdown.js';
import { oneSpelling } from '../normalise.js';
import { alphabets } from './labels.js';
import type { OptionNames } from './mentions.js';
import type { OptionTable } from './option-table.js';

/** A text as mentions of options are looked for in it: without markdown, with single spaces, its lines kept. */
export function plainText(text: string): string {
  return oneSpelling(withoutMarkdown(text))
    .replace(/[^\S\n]+/g, ' ')
    .replace(eitherParticle, '$1');
}

/** `이(가)`: whichever the word before it takes. */
const eitherParticle = /([이을은과으가를는와])\((?:가|를|는|와|로|이|을|은|과)\)/g;

/** How labels are looked up. */
export type LabelNames = Pick<OptionNames, 'withLabel' | 'atPlace'> & {
  /** Of options without labels, counted from 0. */
  ofOrdinal(place: number): number | undefined;
};

/** What the options of a question are called. A text that two different options have is a name of neither. */
export function optionNames(
  { choices, texts: own, isSame }: OptionTable,
  labels: LabelNames,
  textsOf: (option: number) => readonly string[],
): OptionNames {
  const all = choices.flatMap((_, option) => {
    const numbers = own.slice(option, option + 1).filter((text) => /^\d+$/.test(text));
    return [...textsOf(option), ...numbers].map((text) => ({ option, text: text.replace(/\.$/, '') }));
  });
  const texts = all.filter(({ text, option }) => all.every((one) => one.text !== text || isSame(one.option, option)));
  const { withLabel, atPlace } = labels;
  return { withLabel, atPlace, withOrdinal: (place) => byOrdinal(place, labels), texts, isSame };
}

/** By its place among the labels of the question, whatever kind they are; without labels, among the options. */
function byOrdinal(place: number, { withLabel, ofOrdinal }: LabelNames): number | undefined {
  const found = Object.values(alphabets).map((labels) => withLabel(labels[place] ?? ''));
  const options = new Set(found.filter((option) => option !== undefined));
  return options.size === 0 ? ofOrdinal(place) : options.size === 1 ? [...options][0] : undefined;
}
