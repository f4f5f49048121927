import { beforeStop } from '../stop-texts.js';

/** Finds the texts that end an answer. */
export interface StopSearch {
  /** Whether the tokens so far have a stop text near their end. */
  hasStop(tokens: readonly number[]): boolean;
  /** The text up to the first stop text in it, which is left out. */
  cut(text: string): string;
}

/** A character may take up to four tokens of one byte each, and a token may end in the middle of one. */
const TOKENS_PER_CHARACTER = 4;
const MARGIN = 8;

/** Only the end of the answer is decoded after each token: all of it would cost more with every token. */
export function createStopSearch(stop: readonly string[], decode: (ids: readonly number[]) => string): StopSearch {
  const longest = Math.max(0, ...stop.map((text) => [...text].length));
  const window = longest * TOKENS_PER_CHARACTER + MARGIN;
  return {
    hasStop(tokens) {
      if (stop.length === 0) return false;
      const end = decode(tokens.slice(-window));
      return stop.some((text) => end.includes(text));
    },
    cut: (text) => beforeStop(text, stop),
  };
}
