import type { Model, NextTokens } from '../../core/model.js';
import type { Tally } from './tally.js';

/** How long the stand-ins make things: as they typically are, or as long as they can be. */
export interface Pace {
  isEndless: boolean;
}

/** Korean, so that no check of the language refuses it. */
const FILLER = '그것은 정답이다. ';

/**
 * Stands where a model would and counts what it is asked: an estimate is a run with nobody to answer it. Its answers have
 * the length of typical ones, grade everything alike, and have a log-probability, so that every method finds what it needs.
 */
export function standIn(tally: Tally, pace: Pace): Model {
  const long = (unit: string, tokens: number) => unit.repeat(Math.max(2, Math.round(tokens / tally.count(unit))));
  const text = `${long(FILLER, tally.each)}\n[RESULT] 3`;
  const endless = `${long(`${FILLER}\n\n`, tally.most ?? tally.each)}\n[RESULT] 3`;
  return {
    id: tally.facts.id,
    async generate({ prompt, draw }) {
      tally.ask(prompt);
      tally.answers += 1;
      const said = pace.isEndless ? `${draw} ${endless}` : text;
      return { text: said, finish: 'stop', metadata: { logprobs: { sum: -1, count: 1 } } };
    },
    async logLikelihoods({ prompt, continuations }) {
      for (const continuation of continuations) tally.ask(prompt, tally.count(continuation));
      return continuations.map((_, place) => -place);
    },
    async nextTokens({ prompt, prefix, count }): Promise<NextTokens> {
      if (count === 0) return { text, tokens: [] };
      tally.ask(prompt, prefix.length);
      tally.tokens += 1;
      const isEnd = !pace.isEndless && prefix.length >= tally.each;
      const tokens = Array.from({ length: count }, (_, key) => ({ key, logprob: -1 - key, isEnd }));
      return { text, tokens };
    },
    async reward(prompt, answer) {
      tally.ask(prompt, tally.count(answer));
      return 0;
    },
    embed: async (texts) => texts.map(() => [1]),
  };
}
