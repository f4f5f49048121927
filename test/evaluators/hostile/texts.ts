/** Text that models, or people who want to break a run, may write. `size` is about how many UTF-16 units each has. */
export type HostileTexts = Readonly<Record<string, (size: number) => string>>;

/** Repeats `part` until the text is about `size` long. */
const filled = (part: string) => (size: number) => part.repeat(Math.max(1, Math.floor(size / part.length)));

/** `open` and `close` around each other. */
const nested =
  (open: string, close: string, inner = '1') =>
  (size: number) => {
    const depth = Math.max(1, Math.floor(size / (open.length + close.length)));
    return open.repeat(depth) + inner + close.repeat(depth);
  };

/** So many pieces as fit, numbered. */
const counted = (piece: (place: number) => string, between: string) => (size: number) => {
  const pieces: string[] = [];
  for (let length = 0, place = 1; length < size; place++) {
    const next = piece(place);
    pieces.push(next);
    length += next.length + between.length;
  }
  return pieces.join(between);
};

const inBox = (content: (size: number) => string) => (size: number) => `\\boxed{${content(size)}}`;
const behindMarker = (content: (size: number) => string) => (size: number) => `정답: ${content(size)}`;

const brackets: HostileTexts = {
  'round brackets that never close': filled('('),
  'braces that never open': filled('}'),
  'square brackets, nested': nested('[', ']'),
  'braces, nested': nested('{', '}'),
  'JSON, nested': nested('{"a":[', ']}'),
  'brackets of the wrong kind': filled('([)]'),
};

const mathematics: HostileTexts = {
  'fractions in fractions': nested('\\frac{1}{', '}'),
  'fractions in numerators': nested('\\frac{', '}{2}'),
  'roots in roots': nested('\\sqrt{', '}'),
  'boxes in boxes': nested('\\boxed{', '}'),
  'boxes that never close': filled('\\boxed{'),
  '\\left that has no \\right': filled('\\left('),
  'intervals in intervals': nested('[0, ', ')'),
  'a power tower': nested('9^{', '}', '9'),
  'a number of many digits': inBox(filled('7')),
  'a decimal of many digits': inBox((size) => `0.${filled('3')(size)}`),
  'a set of many': inBox(counted((place) => String(place), ',')),
  'commas only': inBox(filled(',')),
  'a polynomial of high degree': inBox(counted((place) => `x^{${place}}`, '+')),
  'a large matrix': inBox((size) => `\\begin{pmatrix}${counted((place) => String(place), '&')(size)}\\end{pmatrix}`),
  'many minus signs': inBox((size) => `${filled('-')(size)}1`),
  'many factorials': inBox((size) => `5${filled('!')(size)}`),
  'many plus-minus signs': inBox(filled('\\pm 1 ')),
  'many dollar signs': filled('$'),
  'many formulas': filled('$x=1$ '),
  'long text in \\text': (size) => `\\boxed{\\text{${filled('가 ')(size)}}}`,
  'an index that never closes': inBox(filled('x_{')),
};

const short: HostileTexts = {
  'a tower of nines': () => '\\boxed{9^{9^{9^9}}}',
  'a power of ten too large to write': () => '\\boxed{10^{1000000000}}',
  'a factorial too large to write': () => '\\boxed{1000000!}',
  'a factorial of a factorial': () => '\\boxed{(9!)!}',
  'a binomial too large to write': () => '\\boxed{\\binom{20000}{10000}^{99999}}',
  'a root of a huge degree': () => '\\boxed{\\sqrt[1000000000]{2^{1000000000}}}',
  'a sum of too many terms': () => '\\boxed{\\sum_{i=1}^{10^{12}} i}',
  'a number with a huge exponent': () => '정답: 1e999999999',
  'a power of a power of a power': () => '\\boxed{((2^{9999})^{9999})^{9999}}',
  'many roots of many signs': () =>
    `\\boxed{${Array.from({ length: 90 }, (_, place) => `\\pm\\sqrt{${place}}`).join(',')}}`,
  'functions in functions': () => `\\boxed{${nested('f(', ')', 'x')(150)}}`,
  'sets in sets': () => `\\boxed{${'\\{'.repeat(50)}1${counted((place) => `,${place}\\}`, '')(200)}}`,
  'many large factorials': () => `\\boxed{${filled('2000!+')(1900)}1}`,
  'many large fractions': () =>
    `\\boxed{${counted((place) => `\\frac{3^{90${place % 90}}}{7^{20${place % 90}}}`, ',')(1900)}}`,
  'words that are all alike': () => filled('가 ')(2998),
  'words in another order': () => counted((place) => String((place * 7919) % 1400), ' ')(5000),
  'nothing but NUL': () => '\u0000',
  'a lone high surrogate': () => '정답: \ud83d',
  'a lone low surrogate': () => '\ude00정답: A',
  'division by zero': () => '\\boxed{\\frac{1}{0}}',
  'infinity less infinity': () => '\\boxed{\\infty-\\infty}',
};

const letters: HostileTexts = {
  'one letter': filled('a'),
  'Hangul without spaces': filled('가나다라마바사아자차카타파하'),
  'one syllable': filled('가'),
  'Jamo (NFD)': (size) => filled('한글을')(size / 3).normalize('NFD'),
  'combining marks on one letter': (size) => `e${filled('\u0301')(size)}`,
  'zero-width joiners between letters': filled('정\u200d답\u200d: '),
  'zero-width spaces only': filled('\u200b'),
  'marks of direction': filled('\u202eA\u202d\u200f\u200e'),
  'marks of direction around answers': filled('\u202e정답: A\u202c\n'),
  'lone high surrogates': filled('\ud83d'),
  'lone low surrogates': filled('\ude00'),
  'NUL characters': filled('\u0000'),
  'emoji of several people': filled('👩‍👩‍👧‍👦'),
  'flags of letters': filled('🇰🇷'),
  'ligatures that normalisation makes long': filled('\ufdfa'),
  'full-width letters': filled('ＡＢＣ'),
  'letters that change length with case': filled('İß'),
};

const spaces: HostileTexts = {
  spaces: filled(' '),
  'spaces of many kinds': filled('\u00a0\u1680\u2003\u3000\u2028\u0085\ufeff'),
  'line ends': filled('\n'),
  'line ends and spaces': filled('\n  \t'),
  'carriage returns': filled('\r'),
};

const answers: HostileTexts = {
  'a marker with nothing behind it': filled('정답은 '),
  'markers with colons': filled('정답: '),
  'markers in a language that has accents': filled('Ìdáhùn: '),
  'stated answers with different letters': counted((place) => `정답: ${'ABCD'[place % 4]}`, '\n'),
  'sentences that state answers': counted((place) => `정답은 ${'ABCD'[place % 4]}입니다.`, ' '),
  'sentences that take answers back': filled('정답은 (A)가 아니라 '),
  'all labels again and again': filled('(A) ① B. '),
  'labels without their text': filled('A. '),
  'thoughts that never end': filled('<think>'),
  'thoughts in thoughts': nested('<think>', '</think>'),
  'a table of many rows': (size) => `| 보기 | 답 |\n|---|---|\n${filled('| A | 부산 |\n')(size)}`,
  'code fences': filled('```\n'),
  'code fences with a language': filled('```json\n{"a":1}\n'),
  'bold that never ends': filled('**'),
  'stars between words': (size) => `서울${filled('**')(size)}부산`,
  'exclamation marks between words': (size) => `서울${filled('!')(size)}부산`,
  'bold and italic': filled('*a **b'),
  'struck text': filled('~~a'),
  backticks: filled('`'),
  quotes: filled('"\''),
  underscores: filled('__a'),
  backslashes: filled('\\'),
  links: filled('https://a.b/'),
  'verdicts of a judge': counted(
    (place) => `[[${'AB'[place % 2]}]] [[${place % 3}]] [RESULT] ${place % 3} Score: ${place % 3}`,
    '\n',
  ),
  'verdicts that never close': filled('[[ '),
  'a verdict of many digits': (size) => `[[${filled('7')(size)}`,
  'feedback without a result': filled('Feedback: '),
  'scores without a number': filled('Score: '),
  'numbers in sentences': filled('3.5 - '),
  'commas and digits': filled('1,234,'),
  'dots and digits': filled('1.1.'),
  'hashes before answers': filled('#### '),
  'markers and line ends': filled('정답:\n'),
  'English markers': filled('Answer: '),
  'English sentences that state answers': filled('answer is '),
  'ends of sentences': filled('다. '),
  copulas: filled('입니다'),
  'one word': filled('부산 '),
  'one digit': filled('4'),
  'display formulas': filled('$$'),
  'round formulas': filled('\\('),
  'square formulas': filled('\\['),
  'lines of one letter': filled('A\n'),
  'numbered lines': counted((place) => `a ${place}`, '\n'),
};

/** What is long in proportion to `size`. */
export const longTexts: HostileTexts = {
  ...brackets,
  ...mathematics,
  ...letters,
  ...spaces,
  ...answers,
};

/** The same behind the marker of a final answer, for what is only read there. */
export const markedTexts: HostileTexts = Object.fromEntries(
  [
    'one letter',
    'Hangul without spaces',
    'spaces',
    'round brackets that never close',
    'quotes',
    'bold that never ends',
    'stars between words',
    'a verdict of many digits',
  ].map((name) => [`${name}, behind a marker`, behindMarker(longTexts[name] ?? filled(name))]),
);

/** What is short and asks for much. */
export const shortTexts: HostileTexts = short;

/** What is also tried with a megabyte. */
export const megabytes: HostileTexts = Object.fromEntries(
  ['round brackets that never close', 'Hangul without spaces'].map((name) => [name, longTexts[name] ?? filled(name)]),
);

/** What is never tried short. */
export const alwaysLong: ReadonlySet<string> = new Set([
  'round brackets that never close',
  'fractions in fractions',
  'boxes in boxes',
  'Hangul without spaces',
  'zero-width joiners between letters',
  'marks of direction around answers',
  'lone high surrogates',
  'spaces',
  'stated answers with different letters',
  'all labels again and again',
  'verdicts of a judge',
]);
