import type { Compat } from '../core/plugin.js';
import { lastSentenceAnswer } from './answer-sentence.js';
import { closingAnswer } from './closing-answer.js';
import { hretAnswer } from './hret-answer.js';
import { lastMarkedAnswer } from './marked-answer.js';
import { strip } from './python-text.js';

/** The final answer a text states, and where its marker begins. */
export interface FinalAnswer {
  readonly answer: string;
  readonly markerIndex: number;
}

/**
 * Finds the final answer in a model's text; `undefined` when none is marked, and then the whole text is the answer.
 *
 * - A marker is a word such as 정답, 답, 답변, 최종 답, Answer or 答案 with a colon, ASCII or full-width, or 정답 in
 *   brackets: `[정답]`. Everything after it is the answer.
 * - `정답은 ③번입니다` and `The answer is B` count without a colon, if what follows is a label, a number, or text that
 *   is quoted, bold or boxed; then only that is the answer. `정답은 (A)가 아니라`, `정답은 A 또는 B` state no answer.
 * - The last marker with something after it wins: models reason first and often state a guess on the way.
 * - Markdown around marker and answer is dropped. A bare label or number loses `입니다.`, `이다.` or a full stop; any
 *   other answer stays as it was written.
 *
 * `compat: 'hret'` is the ancestor's rule: the first marker wins, most markers need an ASCII colon, nothing is trimmed
 * but whitespace.
 *
 * @example
 * extractFinalAnswer('서울은 수도이다.\n\n**정답:** ②번입니다.') // { answer: '②번', markerIndex: 13 }
 */
export function extractFinalAnswer(text: string, compat?: Compat): FinalAnswer | undefined {
  if (compat === 'hret') return hretAnswer(text);
  return closingAnswer(text) ?? statedAnswer(text);
}

/** The same without the short way. */
export function statedAnswer(text: string): FinalAnswer | undefined {
  const marked = lastMarkedAnswer(text);
  const sentence = lastSentenceAnswer(text);
  if (marked === undefined || sentence === undefined) return marked ?? sentence;
  return marked.markerIndex > sentence.markerIndex ? marked : sentence;
}

/** Reasoning and final answer; a text without a marker is all answer. */
export function splitReasoning(text: string, compat?: Compat): readonly [reasoning: string, answer: string] {
  const found = extractFinalAnswer(text, compat);
  if (found === undefined) return ['', text];
  if (compat !== 'hret') return [strip(text.slice(0, found.markerIndex)), found.answer];
  // The ancestor cuts where the answer's text occurs for the last time.
  return [found.answer === '' ? '' : strip(text.slice(0, text.lastIndexOf(found.answer))), found.answer];
}
