/** Whitespace as Python sees it: with U+001C to U+001F and U+0085, without the U+FEFF that JavaScript counts. */
const spaces: ReadonlySet<number> = new Set(
  Array.from(
    '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
    (space) => space.charCodeAt(0),
  ),
);

/** Whether the character at a place is whitespace. Most are letters or plain spaces, for which the set is not asked. */
function isSpaceAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit === 0x20) return true;
  if (unit > 0x20 && unit < 0x85) return false;
  return unit < 0x3001 && spaces.has(unit);
}
/** Where Python's `splitlines` ends a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they end lines in Python
const lineEnds = /\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/g;

/** Python's `str.strip()`. */
export function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpaceAt(text, start)) start++;
  while (end > start && isSpaceAt(text, end - 1)) end--;
  return text.slice(start, end);
}

/** Python's `str.splitlines()`: an end of line at the very end begins no further line. */
export function splitLines(text: string): string[] {
  const lines = text.split(lineEnds);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Python's `" ".join(text.split())`: every run of whitespace becomes one space, none is left at the ends. */
export function collapseWhitespace(text: string): string {
  let collapsed = '';
  for (let at = 0; at < text.length; at++) {
    if (isSpaceAt(text, at)) continue;
    const start = at;
    while (at < text.length && !isSpaceAt(text, at)) at++;
    collapsed += collapsed === '' ? text.slice(start, at) : ` ${text.slice(start, at)}`;
  }
  return collapsed;
}

/** Python's `str.split()`. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !isSpaceAt(text, at)) continue;
    if (at > start) words.push(text.slice(start, at));
    start = at + 1;
  }
  return words;
}
