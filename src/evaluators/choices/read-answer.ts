import { answersInFrames } from '../../prompts/answer-part.js';
import type { Comparison } from '../comparison.js';
import { type FoundAnswer, firstLines } from '../found-answer.js';
import { withoutMarkdown } from '../markdown.js';
import type { Named, OptionReader } from './named-option.js';

/** What an answer to a choice question names. */
export interface ReadAnswer {
  readonly named: Named;
  /** The part of the answer that was read. */
  readonly line: string;
  /** It names one option, and no more text could change which. */
  readonly isDefinite: boolean;
}

/**
 * Reads an answer as a careful person would: first what stands in a frame or behind a marker, then the first line, and where
 * none of them is an option by itself, what the sentences come to. What comes after a marker may take it back.
 */
export function readAnswer(means: Comparison, reader: OptionReader, text: string, found: FoundAnswer): ReadAnswer {
  const { extractFinalAnswer } = means.options;
  const framed = extractFinalAnswer ? answersInFrames(text) : [];
  if (framed.length > 0) return inFrames(means, reader, framed);

  const plain = withoutMarkdown(found.text);
  const [line, nextLine] = firstLines(plain);
  const said = reader.said(means.tidy(withoutMarkdown(found.sentence))) ?? namedIn(means, reader, plain);
  const isWhole = found.isMarked || nextLine === '';
  if (!extractFinalAnswer) return { named: said, line, isDefinite: typeof said === 'number' && isWhole };
  if (typeof said === 'number') {
    const named = unlessTakenBack(reader, found.isMarked ? found.rest : text, line, said);
    return { named, line, isDefinite: typeof named === 'number' && isWhole };
  }
  const { named, isStated } = reader.concludes(text);
  return { named: named ?? said, line, isDefinite: typeof named === 'number' && isStated };
}

/** A marker and the end of its sentence are no longer: `정답은 `, `번입니다.` */
const FRAME = 10;

/** There may be more than an answer: `정답은 A. 서울입니다`, `정답: ①\n다시 보니 ②가 정답이다.` */
function unlessTakenBack(reader: OptionReader, text: string, line: string, said: number): Named {
  if (text.trimEnd().length <= line.length + FRAME) return said;
  const { named, isStated, denied } = reader.concludes(text);
  if (isStated) return named;
  return denied.has(said) ? undefined : said;
}

function inFrames(means: Comparison, reader: OptionReader, framed: readonly string[]): ReadAnswer {
  const all = new Set(
    framed.map((answer) => reader.named(means.tidy(withoutMarkdown(answer))) ?? reader.concludes(answer).named),
  );
  const [named] = all.size === 1 ? all : (['several'] as const);
  return { named, line: framed.join(', '), isDefinite: typeof named === 'number' };
}

/** The option named by the whole answer or by its first line, unless the next line is another option. */
function namedIn({ tidy }: Comparison, reader: OptionReader, plain: string): Named {
  const [line, nextLine] = firstLines(plain);
  if (nextLine === '') return reader.named(tidy(line));
  const whole = reader.withText(tidy(plain));
  if (whole !== undefined) return whole;
  const named = reader.named(tidy(line));
  const next = reader.named(tidy(nextLine));
  return named === undefined || typeof next !== 'number' || next === named ? named : 'several';
}
