import type { Search } from './retrieval.js';

const READ_AT_MOST = 3;
const PARTICLE =
  /(이라고|라고|이라는|라는|에서는|에는|에서|에게|으로|이며|이고|이다|은|는|이|가|을|를|의|에|로|와|과|도)$/;
const TOPIC = /(은|는)$/;
const NAMING = /(이라고|라고|이라는|라는)$/;

/** Answers with the word of the nearest sentences that the question itself does not mention. */
export function shortAnswer(question: string, search: Search): string | undefined {
  const candidates = search(question)
    .slice(0, READ_AT_MOST)
    .flatMap(({ sentence, score }) =>
      wordsOf(sentence).map((word, at) => ({ stem: stemOf(word), weight: score * roleOf(word, at) })),
    )
    .filter(({ stem }) => !question.includes(stem));
  const best = candidates.reduce((a, b) => (b.weight > a.weight ? b : a), { stem: '', weight: 0 });
  return best.stem === '' ? undefined : best.stem;
}

function wordsOf(sentence: string): string[] {
  return sentence.split(/\s+/).map((word) => word.replace(/[^\p{L}\p{N}·]/gu, ''));
}

function stemOf(word: string): string {
  const stem = word.replace(PARTICLE, '');
  return stem === '' ? word : stem;
}

/** What a sentence is about usually comes first and carries 은/는; what it names carries 라고. */
function roleOf(word: string, at: number): number {
  if (NAMING.test(word)) return 2;
  if (TOPIC.test(word)) return at === 0 ? 3 : 1.5;
  return 1;
}
