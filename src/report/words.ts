export interface WordCount {
  readonly word: string;
  readonly count: number;
}

/** Distinct words over all words of some texts, between 0 and 1; `undefined` when there is no word. */
export function lexicalDiversity(texts: readonly string[]): number | undefined {
  const words = texts.flatMap(wordsOf);
  return words.length === 0 ? undefined : new Set(words).size / words.length;
}

/** The commonest words of two letters or more, commonest first; equals in the order of their letters. */
export function topWords(texts: readonly string[], n: number): WordCount[] {
  const counts = new Map<string, number>();
  for (const word of texts.flatMap(wordsOf)) if ([...word].length > 1) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .map(([word, count]) => ({ word, count }))
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
    .slice(0, n);
}

const particles = /(?<=[가-힣]{2})(?:으로|에서|에게|까지|부터|이다|입니다|은|는|이|가|을|를|의|에|와|과|도|로|만)$/u;

/** Words with letters, lower case, Korean particles taken off the end of words that are long enough to lose them. */
function wordsOf(text: string): string[] {
  const segmenter = new Intl.Segmenter('ko', { granularity: 'word' });
  return [...segmenter.segment(text.normalize('NFC'))]
    .filter(({ isWordLike, segment }) => isWordLike && /\p{L}/u.test(segment))
    .map(({ segment }) => segment.toLowerCase().replace(particles, ''));
}
