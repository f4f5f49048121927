import { splitWords } from '../../prompts/python-text.js';
import { commonNgrams, ngramTotal } from './ngrams.js';

export interface ChrfRule {
  readonly charOrder: number;
  /** 0 is chrF, 2 is chrF++. */
  readonly wordOrder: number;
  readonly beta: number;
}

/** For each order n-grams of the answer, of the reference, and in both; with several references those of the best one. */
export function chrfCounts(answer: string, references: readonly string[], rule: ChrfRule): number[] {
  const said = unitsOf(answer);
  let best: number[] = [];
  let highest = -1;
  for (const reference of references) {
    const counts = countsOf(said, unitsOf(reference), rule);
    const score = chrfFrom(counts, rule);
    if (score > highest) [best, highest] = [counts, score];
  }
  return best;
}

interface Units {
  readonly characters: readonly string[];
  readonly words: readonly string[];
}

function unitsOf(text: string): Units {
  const words = splitWords(text);
  return { characters: [...words.join('')], words: words.flatMap(withoutMark) };
}

/** A mark at the end of a word, or else at its beginning, is a word of its own. */
function withoutMark(word: string): string[] {
  if ([...word].length <= 1) return [word];
  if (PUNCTUATION.test(word.slice(-1))) return [word.slice(0, -1), word.slice(-1)];
  return PUNCTUATION.test(word.charAt(0)) ? [word.charAt(0), word.slice(1)] : [word];
}
const PUNCTUATION = /[!-/:-@[-`{-~]/;

function countsOf(answer: Units, reference: Units, { charOrder, wordOrder }: ChrfRule): number[] {
  return [
    ...ordersOf(answer.characters, reference.characters, charOrder),
    ...ordersOf(answer.words, reference.words, wordOrder),
  ];
}

function ordersOf(said: readonly string[], right: readonly string[], maxOrder: number): number[] {
  return commonNgrams(said, [right], maxOrder).flatMap((common, place) => {
    const total = ngramTotal(right, place + 1);
    // An order the reference is too short for does not count at all, as in sacrebleu.
    return [total === 0 ? 0 : ngramTotal(said, place + 1), total, common];
  });
}

/** chrF from 0 to 100: the F-score of precision and recall, averaged over the orders both sides are long enough for. */
export function chrfFrom(counts: readonly number[], { beta }: ChrfRule): number {
  let [precision, recall, orders] = [0, 0, 0];
  for (let place = 0; place + 2 < counts.length; place += 3) {
    const [said = 0, right = 0, common = 0] = counts.slice(place, place + 3);
    if (said === 0 || right === 0) continue;
    precision += common / said;
    recall += common / right;
    orders++;
  }
  if (precision + recall === 0) return 0;
  const factor = beta ** 2;
  return (100 * (1 + factor) * precision * recall) / (factor * precision + recall) / orders;
}
