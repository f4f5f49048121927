import { withoutParticle } from './particles.js';

export interface WordCount {
  readonly word: string;
  readonly count: number;
}

/** Words of a moving type-token ratio. */
export const WINDOW = 50;

/** Distinct words over all words, between 0 and 1; `undefined` when there is no word. */
export function lexicalDiversity(words: readonly string[]): number | undefined {
  return words.length === 0 ? undefined : new Set(words).size / words.length;
}

/**
 * The mean of that ratio over all windows of so many words, which unlike the ratio itself does not fall with the length of the
 * texts (Covington and McFall 2010, the moving-average type-token ratio). `undefined` for fewer words than a window.
 */
export function movingDiversity(words: readonly string[], window: number): number | undefined {
  if (words.length < window) return undefined;
  const counts = new Map<string, number>();
  let total = 0;
  for (const [place, word] of words.entries()) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
    const left = words[place - window];
    if (left !== undefined) {
      const count = (counts.get(left) ?? 0) - 1;
      if (count === 0) counts.delete(left);
      else counts.set(left, count);
    }
    if (place >= window - 1) total += counts.size / window;
  }
  return total / (words.length - window + 1);
}

/** The commonest words of two letters or more, commonest first; equals in the order of their letters. */
export function topWords(texts: readonly string[], n: number): WordCount[] {
  const counts = new Map<string, number>();
  for (const word of texts.flatMap(wordsOf)) if (isLong(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return commonest(counts, n);
}

/** One in a thousand of all words that are as common in both would pass: the chi-squared quantile with one degree of freedom. */
const LEAST_KEYNESS = 10.83;

/**
 * Words that some texts have more often than others, by Dunning's log-likelihood ratio (1993) over texts with and without the
 * word, the most distinctive first. `count` is how many of the first texts have it.
 */
export function distinctiveWords(texts: readonly string[], others: readonly string[], n: number): WordCount[] {
  const [ours, theirs] = [textsWith(texts), textsWith(others)];
  return [...ours]
    .map(([word, count]) => ({
      word,
      count,
      keyness: keyness(count, texts.length, theirs.get(word) ?? 0, others.length),
    }))
    .filter((one) => one.keyness > LEAST_KEYNESS)
    .sort((a, b) => b.keyness - a.keyness || (a.word < b.word ? -1 : 1))
    .slice(0, n)
    .map(({ word, count }) => ({ word, count }));
}

/** Dunning's G², 0 where the first share is not the larger one. */
function keyness(count: number, total: number, otherCount: number, otherTotal: number): number {
  const all = total + otherTotal;
  const share = (count + otherCount) / all;
  if (otherTotal === 0 || share === 1 || count / total <= otherCount / otherTotal) return 0;
  const term = (seen: number, expected: number) => (seen === 0 ? 0 : seen * Math.log(seen / expected));
  return (
    2 *
    (term(count, total * share) +
      term(total - count, total * (1 - share)) +
      term(otherCount, otherTotal * share) +
      term(otherTotal - otherCount, otherTotal * (1 - share)))
  );
}

/** Words of references that the answers to them lack; those that are lacking at least twice. */
export function missingWords(pairs: readonly (readonly [reference: string, answer: string])[], n: number): WordCount[] {
  const counts = new Map<string, number>();
  for (const [reference, answer] of pairs) {
    const said = new Set(wordsOf(answer));
    for (const word of new Set(wordsOf(reference)))
      if (isLong(word) && !said.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return commonest(new Map([...counts].filter(([, count]) => count > 1)), n);
}

function textsWith(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const word of new Set(wordsOf(text))) if (isLong(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function commonest(counts: ReadonlyMap<string, number>, n: number): WordCount[] {
  return [...counts]
    .map(([word, count]) => ({ word, count }))
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
    .slice(0, n);
}

function isLong(word: string): boolean {
  return [...word].length > 1;
}

/** Up to a space. V8 copies all of a text for each word that it is cut into, so that a long one would take gigabytes. */
const pieces = /[\s\S]{1,500}(?!\S)|\S{1,1000}/gu;

let segmenter: Intl.Segmenter | undefined;

/** Words with letters, lower case, Korean particles taken off the end of words that are long enough to lose them. */
export function wordsOf(text: string): string[] {
  segmenter ??= new Intl.Segmenter('ko', { granularity: 'word' });
  const words: string[] = [];
  for (const [piece] of text.normalize('NFC').matchAll(pieces)) {
    for (const { isWordLike, segment } of segmenter.segment(piece))
      if (isWordLike && /\p{L}/u.test(segment)) words.push(withoutParticle(segment.toLowerCase()));
  }
  return words;
}
