import { fromKorean } from './korean-numbers.js';

/** Units that an answer may end with, each in one spelling. Those that stand for different sizes are different. */
const spellings: Readonly<Record<string, string>> = {
  cm: 'cm|centimeters?|centimetres?|센티미터',
  m: 'm|meters?|metres?|미터',
  km: 'km|kilometers?|kilometres?|킬로미터',
  mm: 'mm|millimeters?|밀리미터',
  kg: 'kg|kilograms?|킬로그램',
  g: 'g|grams?|그램',
  L: 'L|liters?|litres?|리터',
  mL: 'mL|ml|밀리리터',
  s: 's|sec|secs|seconds?|초',
  min: 'min|mins|minutes?|분',
  h: 'h|hr|hrs|hours?|시간',
  day: 'days?|일',
  week: 'weeks?|주',
  month: 'months?|개월|달',
  월: '월',
  year: 'years?|년',
  mile: 'miles?|mi|마일',
  foot: 'feet|foot|ft',
  inch: 'inches|inch|in',
  degree: 'degrees?|deg|도',
  radian: 'radians?|rad|라디안',
  $: 'dollars?|USD|달러',
  cent: 'cents?|센트',
  '₩': '원|won|KRW',
};
const canonical = new Map(
  Object.entries(spellings).flatMap(([unit, names]) =>
    names.split('|').map((name) => [name.replace('?', ''), unit] as const),
  ),
);
for (const [unit, names] of Object.entries(spellings)) {
  for (const name of names.split('|')) if (name.endsWith('s?')) canonical.set(name.slice(0, -2), unit);
}

const percentWord = /(\d|\})\s*(?:\\text\s?\{\s*)?(?:percent(?:age)?|pct|퍼센트|프로)(?![A-Za-z])\s*\}?\s*\.?$/;
/** A word, Hangul, or text of its own behind a number or a bracket, perhaps a power or a fraction of units. */
const trailing =
  /(?<=[\d)}\]!%조억만천백십]|\\pi|\\infty)\s*(?:\\(?:text|mbox|textbf|textit|textrm|textnormal)\s?\{(?<quoted>[^{}]{1,60})\}|(?<hangul>(?![조억만천백십])[가-힣]{1,12})|(?<word>[A-Za-z]{2,12}(?:\s?\/\s?[A-Za-z]{1,8})?|(?<=\d\s?)[mgLsh]))(?:\s?\^\s?\{?(?<power>[23])\}?)?\s*\.?$/;
/** The text without the unit behind it: `10` of `10\text{ cm}`, `12` of `12개입니다`, `15000` of `1만 5천원`. */
export function withoutUnits(text: string): { readonly bare: string; readonly unit?: string | undefined } {
  const stated = text.replace(/(?:입니다|이다|이에요|예요|임)?\s*[.。]?$/, '').trimEnd();
  const percent = stated.replace(percentWord, '$1\\%').replaceAll('\\%', '%');
  const found = trailing.exec(percent);
  const name = (found?.groups?.quoted ?? found?.groups?.hangul ?? found?.groups?.word)?.trim();
  if (found === null || name === undefined || !isUnit(name, percent.slice(0, found.index)))
    return { bare: fromKorean(percent) };
  return { bare: fromKorean(percent.slice(0, found.index).trimEnd()), unit: unitOf(name, found.groups?.power) };
}

/** `cm^2` of `cm^2`, `cm²`, `\\text{cm}^2`, `square cm` and `제곱센티미터`. */
function unitOf(written: string, power: string | undefined): string | undefined {
  const [, squared, cubed, inside = '', digit] =
    /^(?:(square |제곱)|(cubic |세제곱))?(.+?)(?:\s?\^\s?\{?([23])\}?)?$/.exec(written) ?? [];
  const unit = canonical.get(inside);
  const exponent = power ?? digit ?? (squared !== undefined ? '2' : cubed !== undefined ? '3' : undefined);
  return unit === undefined || exponent === undefined ? unit : `${unit}^${exponent}`;
}

/** Words that are part of the mathematics, or make a bound of a number. */
const KEPT =
  /^(?:.*(?:이상|이하|미만|초과|이내|보다|부터|까지|또는|혹은).*|and|or|및|또는|과|와|만|억|조|천|백|십|pi|sin|cos|tan|ln|log|mod|if)$/i;

/** Short words may be symbols: `2m` has a unit, `3 + 2m` has none. */
function isUnit(word: string, before: string): boolean {
  if (KEPT.test(word)) return false;
  return word.length > 2 || !/^[A-Za-z]+$/.test(word) || (canonical.has(word) && /^\s*-?[\d.,\s/]+$/.test(before));
}
