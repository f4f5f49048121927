import { allMatches } from './all-matches.js';
import { COPULA, EMPHASIS, KOREAN_ANSWER, LABEL, NUMBER, REACH } from './answer-words.js';
import type { FinalAnswer } from './final-answer.js';
import { strip } from './python-text.js';

const english = '(?<!\\p{L})(?:Final\\s*)?Answer';
/** Chinese puts no space before them. */
const chinese = '(?:答案|解答|回答|答)';
/** Indonesian, French, Portuguese, Swahili and Yoruba. */
const others = [
  'Jawaban',
  'Réponse',
  'Resposta',
  'Jibu',
  'Idahun',
  'Ìdáhùn',
  'Idáhùn',
  'Àmọ̀nà',
  'Àdáhùn',
  'Ànúgọ',
  'Àṣàyàn',
]
  .map(withAnyAccents)
  .join('|');

const marker = new RegExp(
  `(?:${KOREAN_ANSWER}${EMPHASIS}(?:은|는)?(?:\\s*다음과\\s*같(?:습니다|다))?|${english}|${chinese}|(?<!\\p{L})(?:${others}))` +
    `${EMPHASIS}\\s*[:：]|[\\[【<〈《]\\s*(?:최종\\s*)?정답\\s*[\\]】>〉》]\\s*[:：]?`,
  'giu',
);

/** What stands after the last marker that has something after it. */
export function lastMarkedAnswer(text: string): FinalAnswer | undefined {
  let end = text.length;
  for (const match of allMatches(marker, text).reverse()) {
    const start = match.index + match[0].length;
    const answer = cleaned(withoutClosing(text.slice(start, end), openEmphasis(text, start)));
    if (answer !== '') return { answer, markerIndex: match.index };
    end = match.index;
  }
  return undefined;
}

/** What was opened on the line before `end` and is still open there: `**` in `**정답:`. */
function openEmphasis(text: string, end: number): string | undefined {
  // Not the whole line: a text of many markers and no line end would be searched to its beginning for each of them.
  const near = text.slice(Math.max(end - REACH, 0), end);
  const line = near.slice(near.lastIndexOf('\n') + 1);
  if (!/[*_`]/.test(line)) return undefined;
  return ['**', '__', '`'].find((mark) => line.split(mark).length % 2 === 0);
}

/** The text without the mark that closes on its first line what was open before it. */
function withoutClosing(rest: string, open: string | undefined): string {
  const at = open === undefined ? -1 : rest.split('\n', 1).join().indexOf(open);
  return open === undefined || at === -1 ? rest : rest.slice(0, at) + rest.slice(at + open.length);
}

const edge = '["“”\'‘’「」*_~`]*';
const bareAnswer = new RegExp(
  `^${edge}(${LABEL}(?:\\s*번)?|[a-j]|${NUMBER}번?)${edge}(?:번)?\\s*${COPULA}?[.。!]?${edge}[.。!]?\\s*$`,
  'u',
);
const emphasised = /^(\*{1,3}|_{1,3}|`)([^*_`]+)\1$/u;

/** The answer without markdown around its first line, and without the end of the sentence after a bare label or number. */
function cleaned(text: string): string {
  const answer = strip(text);
  const [firstLine = ''] = answer.split('\n', 1);
  const bare = bareAnswer.exec(firstLine.trim())?.[1];
  const line = bare ?? emphasised.exec(firstLine.trim())?.[2] ?? firstLine;
  return strip(line + answer.slice(firstLine.length));
}

/** A pattern of the word with every accent either composed with its letter or after it. */
function withAnyAccents(word: string): string {
  return [...word.normalize('NFC')].map((letter) => `(?:${letter}|${letter.normalize('NFD')})`).join('');
}
