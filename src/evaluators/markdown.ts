/** The text without the marks of bold, italic, struck and code text that pair up, without code fences, and without a lone mark at either end. */
export function withoutMarkdown(text: string): string {
  if (!/[*_~`]/.test(text)) return text;
  const paired = text
    .replace(/^[ \t]*```[^\n`]*$/gm, '')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/(?<![A-Za-z\d])\*\*([^*\n]+)\*\*|\*\*([^*\n]+)\*\*(?![A-Za-z\d])/g, '$1$2')
    .replace(/(?<!\w)__([^_\n]+)__(?!\w)/g, '$1')
    .replace(/~~([^~\n]+)~~/g, '$1')
    .replace(/(?<![\w*])\*([^*\s][^*\n]*)\*(?![\w*])/g, '$1');
  return withoutMarksAtEnds(paired.trim());
}

/** By hand: a pattern that looks for marks before the end takes quadratic time on a line of stars. */
function withoutMarksAtEnds(text: string): string {
  let start = 0;
  let end = text.length;
  for (let mark = markAt(text, start); mark > 0 && start + mark <= end; mark = markAt(text, start)) start += mark;
  for (let mark = markBefore(text, end); mark > 0 && end - mark >= start; mark = markBefore(text, end)) end -= mark;
  return text.slice(start, end);
}

const marks = ['**', '~~', '`'] as const;

function markAt(text: string, at: number): number {
  return marks.find((mark) => text.startsWith(mark, at))?.length ?? 0;
}

function markBefore(text: string, at: number): number {
  return marks.find((mark) => text.endsWith(mark, at))?.length ?? 0;
}
