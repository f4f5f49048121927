/** What the note reader understands of a prompt. */
export type Asked =
  | { kind: 'choice'; question: string; options: Option[] }
  | { kind: 'number'; question: string }
  | { kind: 'word'; question: string };

/** One lettered option, as printed under the question. */
export interface Option {
  letter: string;
  text: string;
}

const QUESTION_MARK = '질문:';

/** Reads the last question of a prompt, so worked examples before it do no harm. */
export function readPrompt(input: string): Asked {
  const at = input.lastIndexOf(QUESTION_MARK);
  const body = at < 0 ? input : input.slice(at + QUESTION_MARK.length);
  const question = (body.split(/^\([A-J]\)/m)[0] ?? '').trim();
  const options = readOptions(body);
  if (options.length > 0) return { kind: 'choice', question, options };
  return { kind: asksForNumber(input.slice(0, Math.max(at, 0))) ? 'number' : 'word', question };
}

function readOptions(body: string): Option[] {
  return [...body.matchAll(/^\(([A-J])\) *(.+)$/gm)].map(([, letter = '', text = '']) => ({
    letter,
    text: text.trim(),
  }));
}

function asksForNumber(before: string): boolean {
  return (before.trim().split('\n\n').at(-1) ?? '').includes('숫자');
}
