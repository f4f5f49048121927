import type { Option } from './prompt.js';
import { type Hit, type Search, terms } from './retrieval.js';

const READ_AT_MOST = 12;

/** Picks the option that the sentences nearest to the question speak for most. */
export function chooseOption(question: string, options: readonly Option[], search: Search): Option | undefined {
  const denied = isDenied(question);
  let best: { option: Option; support: number } | undefined;
  for (const option of options) {
    const support = supportFor(option.text, question, denied, search);
    if (best === undefined || support > best.support) best = { option, support };
  }
  return best?.option;
}

/** A question that denies ("… 아닌 것은?") turns every affirming sentence into a voice against its option. */
function supportFor(option: string, question: string, denied: boolean, search: Search): number {
  const voices = search(`${question} ${option}`)
    .slice(0, READ_AT_MOST)
    .map((hit) => voiceOf(hit, option));
  const agreeing = voices.filter((voice) => !denied || isDenied(voice.sentence));
  const opposing = voices.filter((voice) => denied && !isDenied(voice.sentence));
  return loudest(agreeing) - loudest(opposing);
}

function voiceOf(hit: Hit, option: string): Hit {
  return { sentence: hit.sentence, score: hit.score * mentionOf(option, hit.sentence) };
}

/** 1 when the sentence contains the option, otherwise half the share of the option's character pairs found in it. */
function mentionOf(option: string, sentence: string): number {
  if (squeezed(sentence).includes(squeezed(option))) return 1;
  const wanted = terms(option);
  const present = new Set(terms(sentence));
  return (0.5 * wanted.filter((term) => present.has(term)).length) / Math.max(wanted.length, 1);
}

function squeezed(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

function loudest(voices: readonly Hit[]): number {
  return Math.max(0, ...voices.map((voice) => voice.score));
}

function isDenied(text: string): boolean {
  return /아닌|않은|않는|없는|않다|아니다/.test(text);
}
