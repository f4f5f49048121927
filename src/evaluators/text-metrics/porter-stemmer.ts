/**
 * Porter's stemmer for English (Porter 1980, "An algorithm for suffix stripping", Program 14, 130–137) with the additions of
 * NLTK, whose default it is and which rouge-score uses: irregular words, `dies` to `die`, `y` to `i` after consonants only,
 * `bli`, `fulli` and `logi`. Takes a word in lower case.
 */
export function porterStem(word: string): string {
  const irregular = irregularWords.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length <= 2) return word;
  return [plural, participle, finalY, longSuffix, suffix, lastSuffix, finalE, finalL].reduce(
    (stem, step) => step(stem),
    word,
  );
}

const irregularWords = new Map([
  ...['sky', 'news', 'inning', 'outing', 'canning', 'howe', 'proceed', 'exceed', 'succeed'].map(
    (word) => [word, word] as const,
  ),
  ...(['inning', 'outing', 'canning'] as const).map((word) => [`${word}s`, word] as const),
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
] as const);

type Condition = (stem: string) => boolean;
/** A suffix, what takes its place, and the stem it must leave. */
type Rule = readonly [suffix: string, replacement: string, condition?: Condition];

/** The first rule whose suffix fits decides, whether or not its condition holds. */
function applied(word: string, rules: readonly Rule[]): string {
  for (const [ending, replacement, condition] of rules) {
    if (!word.endsWith(ending)) continue;
    const stem = word.slice(0, word.length - ending.length);
    return condition === undefined || condition(stem) ? stem + replacement : word;
  }
  return word;
}

/** Step 1a. */
function plural(word: string): string {
  if (word.endsWith('ies') && word.length === 4) return word.slice(0, -1);
  return applied(word, [
    ['sses', 'ss'],
    ['ies', 'i'],
    ['ss', 'ss'],
    ['s', ''],
  ]);
}

/** Step 1b. */
function participle(word: string): string {
  if (word.endsWith('ied')) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const ending = ['ed', 'ing'].find((one) => word.endsWith(one) && hasVowel(word.slice(0, -one.length)));
  if (ending === undefined) return word;
  const stem = word.slice(0, -ending.length);
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsDouble(stem)) return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsConsonantVowelConsonant(stem) ? `${stem}e` : stem;
}

/** Step 1c. */
function finalY(word: string): string {
  return applied(word, [['y', 'i', (stem) => stem.length > 1 && isConsonant(stem).at(-1) === true]]);
}

const isMeasured: Condition = (stem) => measure(stem) > 0;
const long: readonly Rule[] = (
  'ational:ate tional:tion enci:ence anci:ance izer:ize bli:ble alli:al entli:ent eli:e ousli:ous ization:ize ation:ate ' +
  'ator:ate alism:al iveness:ive fulness:ful ousness:ous aliti:al iviti:ive biliti:ble fulli:ful'
)
  .split(' ')
  .map((rule): Rule => [rule.split(':')[0] ?? '', rule.split(':')[1] ?? '', isMeasured]);
const logi: Rule = ['logi', 'log', (stem) => isMeasured(`${stem}l`)];

/** Step 2. */
function longSuffix(word: string): string {
  if (word.endsWith('alli') && isMeasured(word.slice(0, -4))) return longSuffix(word.slice(0, -2));
  return applied(word, [...long, logi]);
}

/** Step 3. */
function suffix(word: string): string {
  return applied(word, [
    ['icate', 'ic', isMeasured],
    ['ative', '', isMeasured],
    ['alize', 'al', isMeasured],
    ['iciti', 'ic', isMeasured],
    ['ical', 'ic', isMeasured],
    ['ful', '', isMeasured],
    ['ness', '', isMeasured],
  ]);
}

const isLong: Condition = (stem) => measure(stem) > 1;
const last: readonly Rule[] = 'al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize'
  .split(' ')
  .map((ending): Rule => [ending, '', ending === 'ion' ? (stem) => isLong(stem) && /[st]$/.test(stem) : isLong]);

/** Step 4. */
function lastSuffix(word: string): string {
  return applied(word, last);
}

/** Step 5a. */
function finalE(word: string): string {
  if (!word.endsWith('e')) return word;
  const stem = word.slice(0, -1);
  return isLong(stem) || (measure(stem) === 1 && !endsConsonantVowelConsonant(stem)) ? stem : word;
}

/** Step 5b. */
function finalL(word: string): string {
  return word.endsWith('ll') && isLong(word.slice(0, -1)) ? word.slice(0, -1) : word;
}

/** Which letters are consonants: all but a, e, i, o, u, and y after a consonant. */
function isConsonant(word: string): boolean[] {
  const flags: boolean[] = [];
  for (const letter of word) flags.push(letter === 'y' ? !flags.at(-1) : !'aeiou'.includes(letter));
  return flags;
}

/** How often vowels are followed by a consonant: m in Porter's [C](VC)^m[V]. */
function measure(word: string): number {
  const flags = isConsonant(word);
  return flags.filter((flag, place) => flag && flags[place - 1] === false).length;
}

function hasVowel(word: string): boolean {
  return isConsonant(word).includes(false);
}

function endsDouble(word: string): boolean {
  return word.length >= 2 && word.at(-1) === word.at(-2) && isConsonant(word).at(-1) === true;
}

/** Porter's *o, and as in NLTK also a vowel and a consonant alone. */
function endsConsonantVowelConsonant(word: string): boolean {
  const [third, second, lastOne] = isConsonant(word).slice(-3);
  if (word.length === 2) return third === false && second === true;
  return third === true && second === false && lastOne === true && !/[wxy]$/.test(word);
}
