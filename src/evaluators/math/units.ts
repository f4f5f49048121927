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
  /(?<=[\d)}\]!%조억만천]|\\pi|\\infty)\s*(?:\\(?:text|mbox|textbf|textit|textrm|textnormal)\s?\{(?<quoted>[^{}]{1,60})\}|(?<hangul>(?![조억만천])[가-힣]{1,12})|(?<word>[A-Za-z]{2,12}(?:\s?\/\s?[A-Za-z]{1,8})?|(?<=\d\s?)[mgLsh]))(?:\s?\^\s?\{?(?<power>[23])\}?)?\s*\.?$/;
const koreanNumber =
  /^(-?)(?:(\d[\d,]*(?:\.\d+)?)\s*조)?\s*(?:(\d[\d,]*(?:\.\d+)?)\s*억)?\s*(?:(\d[\d,]*(?:\.\d+)?)\s*만)?\s*(\d[\d,]*)?$/;

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

/** Words that are part of the mathematics. */
const KEPT = /^(?:and|or|및|또는|과|와|만|억|조|천|pi|sin|cos|tan|ln|log|mod|if)$/i;

/** Short words may be symbols: `2m` has a unit, `3 + 2m` has none. */
function isUnit(word: string, before: string): boolean {
  if (KEPT.test(word)) return false;
  return word.length > 2 || !/^[A-Za-z]+$/.test(word) || (canonical.has(word) && /^\s*-?[\d.,\s/]+$/.test(before));
}

function fromKorean(text: string): string {
  if (!/[만억조천]/.test(text)) return text;
  const [, minus = '', ...parts] = koreanNumber.exec(text.replace(/(\d+)\s*천$/, (_, digits) => `${digits}000`)) ?? [];
  if (parts.length === 0) return text;
  const units = [1e12, 1e8, 1e4, 1];
  const total = parts.reduce(
    (sum, digits, place) => sum + Number((digits ?? '0').replaceAll(',', '')) * (units[place] ?? 1),
    0,
  );
  return Number.isSafeInteger(total) ? `${minus}${total}` : text;
}
