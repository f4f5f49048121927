/**
 * The name of an option in one form, however it is written: `(b)`, `B.` and `Ⓑ` are `B`; `②`, `(2)` and `2번` are `2`;
 * `㉮` is `가`, `㉠` is `ㄱ`. A label on a text is read after `oneSpelling`, so full-width forms are plain already.
 */
export type Label = string;

const SYLLABLES = '가나다라마바사아자차카타파하';
const JAMO = 'ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ';
const plain = `(?:[A-Za-z]|[1-9]\\d?|[${SYLLABLES}]|[${JAMO}])`;

const enclosed = new Map<string, Label>();
enclose(0x2460, 20, (i) => String(i + 1)); // ①
enclose(0x2474, 20, (i) => String(i + 1)); // ⑴
enclose(0x2776, 30, (i) => String((i % 10) + 1)); // ❶ ➀ ➊
enclose(0x249c, 26, letterAt); // ⒜
enclose(0x24b6, 52, letterAt); // Ⓐ ⓐ
enclose(0x3200, 14, (i) => JAMO.charAt(i)); // ㈀
enclose(0x320e, 14, (i) => SYLLABLES.charAt(i)); // ㈎
enclose(0x3260, 14, (i) => JAMO.charAt(i)); // ㉠
enclose(0x326e, 14, (i) => SYLLABLES.charAt(i)); // ㉮
const sign = `[${[...enclosed.keys()].join('')}]`;

function enclose(first: number, count: number, label: (index: number) => Label): void {
  for (let i = 0; i < count; i++) enclosed.set(String.fromCodePoint(first + i), label(i));
}

function letterAt(index: number): Label {
  return String.fromCharCode(0x41 + (index % 26));
}

/** `(B)`, `[B]`, `②` or `B.`: a label that is set off from the text after it. */
const setOff = `(?:\\( ?${plain} ?\\)|\\[ ?${plain} ?\\]|${sign}|${plain}[.):](?!\\d))`;
const copula = '(?:입니다|이다|이에요|예요|이예요|에요|임)';
/** What may follow a label without changing what is said: `번`, `입니다`, `가 정답입니다`. */
const tail = `(?: ?번)?(?: ?${copula}|(?:이|가)? ?(?:정답|답)${copula}?|(?:이|가) (?:맞|옳)(?:습니다|다))?[.!]?`;

const whole = new RegExp(`^(?:(?:선택지|보기|옵션|option|choice) ?)?['"]?(${setOff}|${plain})['"]?${tail}$`, 'i');
const leading = new RegExp(`^(${setOff}|[1-9]\\d?번(?= ))( ?[-–—:,.]? ?)(.+)$`, 's');
const trailing = new RegExp(`^(.{1,2000}?) ?(\\( ?${plain} ?\\)|\\[ ?${plain} ?\\]|${sign})${tail}$`, 's');
/** Every set-off label has one of these. */
const mark = new RegExp(`[)\\].:]|\\d번 |${sign}`);
const core = new RegExp(`${sign}|${plain}`);
const inText = new RegExp(`(?<![\\p{L}\\p{N}([])${setOff}(?:[*_]{2})?[ \\t]*`, 'gu');

/** The label that a whole text is, `undefined` when it says anything else. Expects single spaces. */
export function wholeLabel(text: string): Label | undefined {
  if (text.length > 40) return undefined;
  const found = whole.exec(text)?.[1];
  return found === undefined ? undefined : labelOf(found);
}

/** A label and the text beside it: `(B) 서울`, `② 서울`, `서울 (B)`. */
export interface Labelled {
  readonly label: Label;
  readonly text: string;
  /** The text stands after the label with a space between them, and so is no particle. */
  readonly isApart: boolean;
}

export function labelled(text: string): Labelled | undefined {
  if (!mark.test(text)) return undefined;
  const first = leading.exec(text);
  if (first !== null) return { label: labelOf(first[1] ?? ''), text: first[3] ?? '', isApart: first[2] !== '' };
  const last = trailing.exec(text);
  return last === null ? undefined : { label: labelOf(last[2] ?? ''), text: last[1] ?? '', isApart: false };
}

/** A set-off label somewhere in a text; `end` is where the text after it begins. */
export interface PlacedLabel {
  readonly label: Label;
  /** How it is written, as the first label of the series would be: `(A)`, `a.`, `①`. */
  readonly style: string;
  readonly start: number;
  readonly end: number;
}

/** The set-off labels of a text, in order. */
export function labelsIn(text: string): PlacedLabel[] {
  const labels: PlacedLabel[] = [];
  // An exec loop: matchAll copies the expression, which costs more than reading a short text.
  inText.lastIndex = 0;
  for (let match = inText.exec(text); match !== null; match = inText.exec(text)) {
    const [written] = match;
    const label = labelOf(written);
    labels.push({ label, style: styleOf(written, label), start: match.index, end: inText.lastIndex });
  }
  return labels;
}

/** Capital letters and numbers that an ending shows to be labels: `B입니다`, `2번`. */
const inSentence =
  /(?<![\p{L}\p{N}])(?:([A-Z])(?=번|입니다|이다|이에요|예요|[이가을를은는와과,] | (?:또는|혹은|및|or|and) |[.!]?$)|([1-9]\d?)번(?!째))/gu;

/** The labels of a text that only their endings show. */
export function labelsInSentence(text: string): Label[] {
  return Array.from(text.matchAll(inSentence), ([, letter, number]) => letter ?? number ?? '');
}

function labelOf(written: string): Label {
  const name = core.exec(written)?.[0] ?? '';
  return enclosed.get(name) ?? name.toUpperCase();
}

function styleOf(written: string, label: Label): string {
  const name = core.exec(written)?.[0] ?? '';
  const first = enclosed.has(name) ? firstOfSeries(name, label) : firstOfKind(name, label);
  return written.trim().replace(name, first);
}

function firstOfSeries(name: string, label: Label): string {
  return String.fromCharCode(name.charCodeAt(0) - placeOf(label));
}

function firstOfKind(name: string, label: Label): string {
  const [first = ''] = alphabetOf(label);
  return name === label ? first : first.toLowerCase();
}

/** The labels, when the options are nothing but labels in order: `(A)`, `(B)`, … or `①`, `②`, …; otherwise `undefined`. */
export function labelsOf(choices: readonly string[]): readonly Label[] | undefined {
  const labels: Label[] = [];
  for (const [place, choice] of choices.entries()) {
    const label = wholeLabel(choice);
    if (label === undefined || placeOf(label) !== place || kindOf(label) !== kindOf(labels[0] ?? label))
      return undefined;
    labels.push(label);
  }
  return labels;
}

/** From 0: A, 1, 가 and ㄱ are the first. */
export function placeOf(label: Label): number {
  switch (kindOf(label)) {
    case 'number':
      return Number(label) - 1;
    case 'letter':
      return label.charCodeAt(0) - 0x41;
    case 'syllable':
      return SYLLABLES.indexOf(label);
    case 'jamo':
      return JAMO.indexOf(label);
  }
}

export function kindOf(label: Label): 'letter' | 'number' | 'syllable' | 'jamo' {
  if (/^\d/.test(label)) return 'number';
  if (/^[A-Z]/.test(label)) return 'letter';
  return SYLLABLES.includes(label) ? 'syllable' : 'jamo';
}

/** The labels of each kind, in order. */
export const alphabets = {
  letter: Array.from({ length: 26 }, (_, place) => letterAt(place)),
  number: Array.from({ length: 50 }, (_, place) => String(place + 1)),
  syllable: [...SYLLABLES],
  jamo: [...JAMO],
} as const;

/** All labels of a label's kind, in order. */
export function alphabetOf(label: Label): readonly Label[] {
  return alphabets[kindOf(label)];
}

/** The places of options by the labels the data names them by, told by one of these labels: `(A)` makes `B` the second option. */
export function labelsDeclaredBy(label: string, options: number): ReadonlyMap<Label, number> | undefined {
  const named = wholeLabel(label.replace(/번$/, ''));
  if (named === undefined) return undefined;
  return new Map(
    alphabetOf(named)
      .slice(0, options)
      .map((own, place) => [own, place]),
  );
}

/** Whether a whole text is a label of the same kind as another one. */
export function isOfKind(text: string, label: Label | undefined): boolean {
  if (label === undefined) return false;
  const own = wholeLabel(text);
  return own !== undefined && kindOf(own) === kindOf(label);
}

/** The label somewhere in what was found to be one: `2번`, `(B)`, `③번`. */
export function labelIn(written: string): Label | undefined {
  return core.test(written) ? labelOf(written) : undefined;
}
