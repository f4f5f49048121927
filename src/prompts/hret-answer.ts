import { pythonRegex } from '../util/unicode-regex.js';
import type { FinalAnswer } from './final-answer.js';
import { strip } from './python-text.js';

/**
 * The ancestor's markers, in its order. Two of them it writes with combining accents; the same words in their composed
 * form are accepted too.
 */
const markers = [
  'Answer\\s*:',
  'Final\\s*Answer\\s*:',
  '답변\\s*:',
  '정답\\s*:',
  '정답은\\s*:',
  '답\\s*:',
  '답은\\s*:',
  '답안\\s*:',
  '答案\\s*[:：]',
  '解答\\s*[:：]',
  '回答\\s*[:：]',
  '答\\s*[:：]',
  'Jawaban\\s*:',
  'R\u00e9ponse\\s*:',
  'Resposta\\s*:',
  'Jibu\\s*:',
  'Idahun\\s*:',
  '\u00ccd\u00e1h\u00f9n\\s*:',
  'Id\u00e1h\u00f9n\\s*:',
  'A\u0300m\u1ecd\u0300na\u0300\\s*:',
  '\u00c0m\u1ecd\u0300n\u00e0\\s*:',
  '\u00c0d\u00e1h\u00f9n\\s*:',
  'A\u0300nu\u0301go\u0323\\s*:',
  '\u00c0n\u00fag\u1ecd\\s*:',
  '\u00c0\u1e63\u00e0y\u00e0n\\s*:',
];
const pattern = pythonRegex(`(?:${markers.join('|')})\\s*(?P<content>.+)`, 'is');

/** The final answer by the ancestor's rule: everything after the first marker. */
export function hretAnswer(text: string): FinalAnswer | undefined {
  const match = pattern.exec(text);
  const content = match?.groups?.content;
  if (match === null || content === undefined) return undefined;
  return { answer: strip(content), markerIndex: match.index };
}
