/** `0.1\\overline{6}`, and `0.1\\dot{6}` or `0.\\dot{1}2\\dot{3}` as Korean schools write it. */
const repeating =
  /(\d{1,40})\.(\d{0,40})(?:\\(?:overline|bar)\s?\{?(\d{1,40})\}?|\\dot\s?\{?(\d)\}?(?:(\d{0,40})\\dot\s?\{?(\d)\}?)?)/g;

/** Repeating decimals as the fractions they are. */
export function withoutRepetition(text: string): string {
  return text.replace(repeating, (_, whole: string, fixed: string, line?: string, first = '', middle = '', last = '') =>
    fraction(whole, fixed, line ?? first + middle + last),
  );
}

/** `0.1666…` is (16 - 1) / 90. */
function fraction(whole: string, fixed: string, period: string): string {
  const before = BigInt(whole + fixed);
  const top = BigInt(whole + fixed + period) - before;
  const bottom = `${'9'.repeat(period.length)}${'0'.repeat(fixed.length)}`;
  return `\\frac{${top}}{${bottom}}`;
}
