/** A sentence of the notebook and how well it matches a query. */
export interface Hit {
  sentence: string;
  score: number;
}

/** Finds the sentences nearest to a query. */
export type Search = (query: string) => Hit[];

const SATURATION = 1.2;
const LENGTH_WEIGHT = 0.6;

/** Builds a BM25 search in which the terms are pairs of neighbouring characters: Korean needs no word splitter for that. */
export function searchIn(sentences: readonly string[]): Search {
  const pages = sentences.map((sentence) => ({
    sentence,
    counts: countTerms(sentence),
    length: terms(sentence).length,
  }));
  const meanLength = pages.reduce((sum, page) => sum + page.length, 0) / Math.max(pages.length, 1);
  const rarity = rarityOf(pages.map((page) => page.counts));

  function scoreOf(page: (typeof pages)[number], query: Set<string>): number {
    const lengthPenalty = SATURATION * (1 - LENGTH_WEIGHT + (LENGTH_WEIGHT * page.length) / meanLength);
    let score = 0;
    for (const term of query) {
      const count = page.counts.get(term) ?? 0;
      if (count > 0) score += (rarity(term) * count * (SATURATION + 1)) / (count + lengthPenalty);
    }
    return score;
  }

  return (query) => {
    const wanted = new Set(terms(query));
    return pages
      .map((page) => ({ sentence: page.sentence, score: scoreOf(page, wanted) }))
      .filter((hit) => hit.score > 0)
      .sort((a, b) => b.score - a.score);
  };
}

/** The character pairs of each word; a word of one character stands for itself. */
export function terms(text: string): string[] {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.flatMap((word) => (word.length === 1 ? [word] : pairs(word)));
}

function pairs(word: string): string[] {
  return Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
}

function countTerms(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

function rarityOf(pages: readonly Map<string, number>[]): (term: string) => number {
  const seenIn = new Map<string, number>();
  for (const page of pages) for (const term of page.keys()) seenIn.set(term, (seenIn.get(term) ?? 0) + 1);
  return (term) => {
    const seen = seenIn.get(term) ?? 0;
    return Math.log(1 + (pages.length - seen + 0.5) / (seen + 0.5));
  };
}
