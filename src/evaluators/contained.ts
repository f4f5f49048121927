/** Where a text stands in another. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * Where `part` stands in `whole` by itself: `4` is not in `142`, `4.5` or `-4`, `art` is not in `party`, and a Korean word
 * must begin there (`전주` is not in `완전주의`), while particles and endings may follow (`서울` is in `서울은`).
 */
export function placesOf(part: string, whole: string): Place[] {
  const places: Place[] = [];
  if (part === '') return places;
  for (let start = whole.indexOf(part); start >= 0; start = whole.indexOf(part, start + 1)) {
    const end = start + part.length;
    if (beginsBetween(whole, start) && endsBetween(whole, end)) places.push({ start, end });
  }
  return places;
}

const latin = /[A-Za-z\u00c0-\u024f]/;
const digit = /\d/;
const hangul = /[\uac00-\ud7a3]/;

function beginsBetween(text: string, start: number): boolean {
  const first = text.charAt(start);
  const before = text.charAt(start - 1);
  if (hangul.test(first)) return !hangul.test(before);
  if (latin.test(first)) return !latin.test(before) && !digit.test(before);
  if (first === '-') return !latin.test(before) && !digit.test(before);
  if (!digit.test(first)) return true;
  const beforeThat = text.charAt(start - 2);
  if (/[.,/]/.test(before)) return !digit.test(beforeThat);
  if (/[-−]/.test(before)) return /[\p{L}\p{N})]/u.test(beforeThat);
  return !digit.test(before) && !latin.test(before);
}

function endsBetween(text: string, end: number): boolean {
  const last = text.charAt(end - 1);
  const after = text.charAt(end);
  if (latin.test(last)) return !latin.test(after) && !digit.test(after);
  if (!digit.test(last)) return true;
  return !digit.test(after) && !(/[.,/]/.test(after) && digit.test(text.charAt(end + 1)));
}

/** Which of the parts stand in `whole`, by their place in the list; one inside a longer one does not count, of equal ones the first does. */
export function partsIn(parts: readonly string[], whole: string): Set<number> {
  const found = parts.flatMap((part, index) => placesOf(part, whole).map((place) => ({ ...place, index })));
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const indexes = new Set<number>();
  let coveredTo = 0;
  for (const { end, index } of found) {
    if (end <= coveredTo) continue;
    coveredTo = end;
    indexes.add(index);
  }
  return indexes;
}
