/** A piece of mathematics as it is written. */
export interface Token {
  readonly kind: 'number' | 'letters' | 'command' | 'sign' | 'text';
  readonly text: string;
}

/** Longer answers are texts, not expressions. */
export const LONGEST = 2000;

const characters: Readonly<Record<string, string>> = {
  '×': '\\times ',
  '·': '\\cdot ',
  '⋅': '\\cdot ',
  '÷': '\\div ',
  '−': '-',
  '–': '-',
  '—': '-',
  '∕': '/',
  '√': '\\sqrt ',
  '⁄': '/',
  π: '\\pi ',
  '∞': '\\infty ',
  '≤': '\\le ',
  '≥': '\\ge ',
  '≠': '\\ne ',
  '≈': '=',
  '∪': '\\cup ',
  '∩': '\\cap ',
  '∈': '\\in ',
  '∅': '\\emptyset ',
  '±': '\\pm ',
  '∓': '\\mp ',
  '°': '\\degree ',
  '²': '^2',
  '³': '^3',
  '½': '\\frac{1}{2}',
  '¼': '\\frac{1}{4}',
  '¾': '\\frac{3}{4}',
  '∠': '\\angle ',
  '‐': '-',
  '‑': '-',
  '：': ':',
  '、': ',',
  '∖': '\\setminus ',
  θ: '\\theta ',
  α: '\\alpha ',
  β: '\\beta ',
  γ: '\\gamma ',
  λ: '\\lambda ',
  φ: '\\varphi ',
  '⌊': '\\lfloor ',
  '⌋': '\\rfloor ',
  '⌈': '\\lceil ',
  '⌉': '\\rceil ',
  '￦': '₩',
};
const special = new RegExp(`[${Object.keys(characters).join('')}]`, 'gu');
/** Zero-width characters and marks of direction. */
const invisible = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/** One way of writing: no styles and no spacing, plain commands for special characters. */
export function cleaned(source: string): string {
  return source
    .replace(invisible, '')
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(special, (char) => characters[char] ?? char)
    .replace(
      /\\(?:left|right|[bB]igg?[lrm]?|displaystyle|textstyle|limits|nolimits|rm|bf|it|cal)(?![A-Za-z])\s?\.?/g,
      ' ',
    )
    .replace(/(\d),\s?\\!\s{0,2}(?=\d{3})/g, '$1,')
    .replace(/\\[!,;:> ]|\\q?quad|\\(?:hspace\*?\{[^{}]{0,20}\}|phantom\{[^{}]{0,40}\})(?![A-Za-z])|~/g, ' ')
    .replace(/(\d)\s?\{,\}\s?(?=\d)/g, '$1,')
    .replace(/\{\s?,\s?\}/g, ',')
    .replace(/\\[dtc]frac(?![A-Za-z])/g, '\\frac')
    .replace(/\\(?:dbinom|tbinom)(?![A-Za-z])/g, '\\binom')
    .replace(angle, '$1(\\frac{$2$3\\pi}{180})')
    .replace(/\^\s?(?:\{\s?\\(?:circ|degree)\s?\}|\\(?:circ|degree)(?![A-Za-z]))|\\degree(?![A-Za-z])/g, ' ')
    .replace(
      /\\(?:mathrm|mathbf|mathit|mathsf|mathbb|mathcal|operatorname\*?|boldsymbol|bm|overline|bar|vec|hat|fbox|boxed)(?![A-Za-z])/g,
      '',
    )
    .replace(/\\beginboxed(?![A-Za-z])/g, '')
    .replace(/\\[$]|[$₩€£¥]/g, ' ')
    .trim();
}

const degree = String.raw`\s?(?:\^\s?(?:\{\s?\\(?:circ|degree)\s?\}|\\(?:circ|degree)(?![A-Za-z]))|\\degree(?![A-Za-z]))`;
const size = String.raw`(\d{1,9}(?:\.\d{1,9})?)`;
/** Degrees that a function is taken of: `\\sin 30^\\circ`. */
const angle = new RegExp(
  String.raw`((?:sin|cos|tan|cot|sec|csc)\s?(?:\^\s?\{?\s?\d\s?\}?)?)\s?(?:${size}${degree}|\(\s?${size}${degree}\s?\))`,
  'g',
);

const token =
  /\s*(?:(?<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,4}(?![A-Za-z\d]))?)|\\(?:text|mbox|textbf|textit|textrm|textnormal)\s?\{(?<text>[^{}]*)\}|(?<command>\\(?:[A-Za-z]+|[{}%|\\_&#]))|(?<letters>[A-Za-z]+)|(?<words>[\p{L}\p{M}]+)|(?<sign><=|>=|!=|==|\*\*|\S))/uy;

/** The pieces of a cleaned text, in time linear in its length. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  token.lastIndex = 0;
  for (let match = token.exec(text); match?.groups !== undefined; match = token.exec(text)) {
    const { number, text: quoted, command, letters, words, sign } = match.groups;
    if (number !== undefined) found.push({ kind: 'number', text: number });
    else if (quoted !== undefined) found.push({ kind: 'text', text: quoted.trim() });
    else if (command !== undefined) found.push({ kind: 'command', text: command.slice(1) });
    else if (letters !== undefined) found.push({ kind: 'letters', text: letters });
    else if (words !== undefined) found.push({ kind: 'text', text: words });
    else if (sign !== undefined) found.push({ kind: 'sign', text: sign });
    if (token.lastIndex >= text.length) break;
  }
  return found;
}
