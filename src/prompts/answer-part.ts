import { allMatches } from './all-matches.js';

const NAMES = '(?:think(?:ing)?|thoughts?|reasoning)';
const opening = new RegExp(`<${NAMES}>|\\[THINK\\]|<\\|begin_of_thought\\|>|◁think▷`, 'i');
const closing = new RegExp(`</${NAMES}>|\\[/THINK\\]|<\\|end_of_thought\\|>|◁/think▷`, 'gi');
const ofSolution = /<\|(?:begin|end)_of_solution\|>/g;

/**
 * The text without what its model thought to itself: what stands behind the last `</think>`, or before a `<think>` that never
 * ends. The opening mark may have stood in the prompt.
 */
export function withoutThoughts(text: string): string {
  if (!/[<[◁]/.test(text)) return text;
  const spoken = afterThoughts(text);
  const begun = opening.exec(spoken);
  return begun === null ? spoken : spoken.slice(0, begun.index);
}

/** What stands behind the last thought that ends; a text that begins with one that does not holds nothing. */
export function afterThoughts(text: string): string {
  const end = allMatches(closing, text).at(-1);
  const spoken = (end === undefined ? text : text.slice(end.index + end[0].length)).replace(ofSolution, '');
  return opening.exec(spoken.slice(0, 200).trimStart())?.index === 0 ? '' : spoken;
}

const FIELD = '(?:final[_ ]?)?(?:answer|choice|option)|(?:최종[_ ]?)?(?:정답|답|답변|선택)(?:[_ ]?번호)?';
const tag = new RegExp(`<(/?)(?:${FIELD})>`, 'gi');
const field = new RegExp(`["'](?:${FIELD})["']\\s*:\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|'([^'\\n]*)'|(\\d+|null))`, 'gi');

/** The answers in `{"answer": "B"}` or `<answer>B</answer>`; none where the text has no such frame. */
export function answersInFrames(text: string): readonly string[] {
  const inTag = /<[a-z가-힣]/i.test(text) ? lastInTag(text) : undefined;
  if (inTag !== undefined) return [inTag];
  if (!text.includes('{')) return [];
  return allMatches(field, text).map(([, double, single, bare]) =>
    double === undefined ? (single ?? bare ?? '') : unescaped(double),
  );
}

function lastInTag(text: string): string | undefined {
  const tags = allMatches(tag, text);
  const close = tags.findLastIndex(([, slash]) => slash === '/');
  const open = tags[close - 1];
  if (open === undefined || open[1] === '/') return undefined;
  return text.slice(open.index + open[0].length, tags[close]?.index).trim();
}

function unescaped(json: string): string {
  try {
    return JSON.parse(`"${json}"`);
  } catch {
    return json;
  }
}
