import { allMatches } from '../../prompts/all-matches.js';
import { alphabetOf, type Label, labelIn } from './labels.js';

/** An option that a text names somewhere: by its label, its text, both, or its ordinal. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  /** `foreign`: a label that no option has. `mixed`: a label with the text of another option beside it. */
  readonly option: number | 'foreign' | 'mixed';
  /** `place`: by a label that the question does not show, which counts to its place. */
  readonly by: 'label' | 'place' | 'text';
}

/** What mentions are found by. */
export interface OptionNames {
  /** Of the label, as the question shows it. */
  withLabel(label: Label): number | undefined;
  /** Of a label that the question does not show; absent where such a label counts to nothing. */
  readonly atPlace?: ((label: Label, written: string) => number | undefined) | undefined;
  /** Counted from 0 in the order of the labels. */
  withOrdinal(place: number): number | undefined;
  /** Texts of the options as they stand in the text that is searched. */
  readonly texts: readonly { readonly option: number; readonly text: string }[];
  readonly isSame: (option: number, other: number) => boolean;
}

/** All mentions of options in a text of one Unicode spelling, in order, none inside another. */
export function mentionsIn(text: string, names: OptionNames): Mention[] {
  const found = [...byLabel(text, names), ...byOrdinal(text, names), ...byText(text, names)];
  found.sort((a, b) => a.start - b.start || b.end - a.end || (a.by === 'text' ? 1 : -1));
  const apart: Mention[] = [];
  for (const mention of found) if (mention.start >= (apart.at(-1)?.end ?? 0)) apart.push(mention);
  return joined(apart, text, names);
}

const noun = '(?:보기|선택지|선지|옵션|항목|[Oo]ption|[Cc]hoice)';
const nouns = new RegExp(noun, 'g');
const enclosed =
  '\\( ?(?:[A-Za-z가-하ㄱ-ㅎ]|\\d{1,2}) ?\\)|\\[ ?(?:[A-Za-z가-하ㄱ-ㅎ]|\\d{1,2}) ?\\]|[①-⓿❶-➓㈀-㈛㉠-㉻]';
/** What may follow a letter that is a label: no other letter but those of endings. */
const afterLetter =
  '(?=$|[^\\p{L}\\p{N}]|번|입니다|이[다에야며고지죠므라]|[이가은는을를과와도만로요]|[야예에]|라고|라는|다(?![가-힣])|임|인 |일 |뿐)';
/** After `보기 ` a bare sign is a label; elsewhere only what is set off, ends a statement, or stands at the beginning of a line. */
const afterNoun = `${noun} ?(?:번호 ?)?(?:${enclosed}|[A-J]${afterLetter}|\\d{1,2}(?!\\d|[.,]\\d|[개가년월일명])|[가-하](?=[^가-힣]|$)|[ㄱ-ㅎ](?![ㄱ-ㅎ]))`;
const bare = [
  enclosed,
  `(?<![A-Za-z]-)[A-J]${afterLetter}`,
  '[1-9]\\d?번(?![째가-힣]*(?:째|이나 ))',
  '(?<=^|\\n|[*#] )[1-9]\\d?[.)](?!\\d)',
  `[ㄱ-ㅎ]${afterLetter}(?! ?[,·→~/-] ?[ㄱ-ㅎ])`,
  '(?<=답(?: ?번호)?[은는]? ?[:=→]? ?)[1-9](?= ?(?:$|\\n|입니다|이다|이에요|예요|[.!](?!\\d)))',
].join('|');
const label = new RegExp(
  `(?<![\\p{L}\\p{N}$\\\\])(?:${afterNoun}|${bare})(?: ?번(?!째))?(?: ?(?:${noun}|번호)(?![가-힣]*(?:들|\\d)))?`,
  'gu',
);
/** English words that are no labels: `A question`, `I think`. */
const article = /^[AI] (?=[a-z])|^[AI]['’]/;
const beforeLetter = /(?:\bis|\bnot|answer|option|choice|choose|pick|select|with|:|정답은|답은)[ *:(]*$/i;

function byLabel(text: string, { withLabel, atPlace, texts }: OptionNames): Mention[] {
  return allMatches(label, text)
    .map((match): Mention | undefined => {
      const start = match.index;
      if (article.test(text.slice(start, start + 3)) && !beforeLetter.test(text.slice(Math.max(0, start - 12), start)))
        return undefined;
      const name = labelIn(match[0].replace(nouns, ''));
      if (name === undefined || texts.some(({ text: own }) => own === match[0])) return undefined;
      const option = withLabel(name);
      const end = start + match[0].length;
      if (option !== undefined) return { start, end, option, by: 'label' };
      // One label alone may be a slip of the question: `…은? ① 서울`.
      const isShown = alphabetOf(name)
        .slice(0, 2)
        .every((first) => withLabel(first) !== undefined);
      const place = isShown ? undefined : atPlace?.(name, match[0]);
      // Statements and passages are (가) or ㄱ too; they are no answers that nobody offered.
      if (place === undefined && !/^[A-Z\d]/.test(name)) return undefined;
      return { start, end, option: place ?? 'foreign', by: isShown || atPlace === undefined ? 'label' : 'place' };
    })
    .filter((mention) => mention !== undefined);
}

const ordinals = ['첫|1', '두|2', '세|3', '네|4', '다섯|5', '여섯|6'];
const ordinal = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${ordinals.map((form) => `(${form})`).join('|')}) ?번?째 ?(?:보기|선택지|선지|옵션|항목|답|문장|설명)`,
  'gu',
);

function byOrdinal(text: string, { withOrdinal }: OptionNames): Mention[] {
  return allMatches(ordinal, text).map((match): Mention => {
    const place = match.slice(1).findIndex((form) => form !== undefined);
    return {
      start: match.index,
      end: match.index + match[0].length,
      option: withOrdinal(place) ?? 'foreign',
      by: 'label',
    };
  });
}

/** What may follow the text of an option: no letter but those of endings. */
const afterText =
  /^(?:$|[^\p{L}\p{N}]|입니|이[다에야며고지죠므라었요]|였|[이가은는을를의과와도만로요에](?![가-힣])|으로|에서|까지|부터|[야예](?![가-힣])|예요|에요|라고|라는|임|인 |일 |뿐|하고|이나)/u;
const letter = /[\p{L}\p{N}]/u;

function byText(text: string, { texts }: OptionNames): Mention[] {
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return [];
  return texts.flatMap(({ option, text: own }) => {
    const found: Mention[] = [];
    for (let start = lower.indexOf(own); start >= 0 && own !== ''; start = lower.indexOf(own, start + own.length)) {
      const end = start + own.length;
      if (!begins(text, start) || !ends(text, end)) continue;
      // A quoted sentence brings its full stop along.
      const stop = /^\.["'”’」』*]/.test(text.slice(end, end + 2)) ? 1 : 0;
      found.push({ start, end: end + stop, option, by: 'text' });
    }
    return found;
  });
}

/** No word or number goes on into what begins here: `2000년` is not in `12,000년`. */
function begins(text: string, start: number): boolean {
  // `24` is not in `-24`.
  if (/\d/.test(text.charAt(start)) && /(?:^|[\s=(:])[-−]$/.test(text.slice(Math.max(0, start - 2), start)))
    return false;
  if (!letter.test(text.charAt(start))) return true;
  if (letter.test(text.charAt(start - 1))) return false;
  if (/[ㄱ-ㅎ]/.test(text.charAt(start)) && /[ㄱ-ㅎ] ?[,·/+&] ?$/.test(text.slice(Math.max(0, start - 4), start)))
    return false;
  return !(/\d[.,]$/.test(text.slice(Math.max(0, start - 2), start)) && /\d/.test(text.charAt(start)));
}

function ends(text: string, end: number): boolean {
  if (/^[.,]\d/.test(text.slice(end, end + 2))) return false;
  // `ㄱ, ㄷ` is not in `ㄱ, ㄷ, ㄹ`.
  if (/[ㄱ-ㅎ]/.test(text.charAt(end - 1)) && /^ ?[,·/+&] ?[ㄱ-ㅎ]/.test(text.slice(end, end + 4))) return false;
  return !letter.test(text.charAt(end - 1)) || afterText.test(text.slice(end, end + 3));
}

const between = /^[ \t]*[*_]{0,2}[ \t]*[.):,–—-]?[ \t]*[*_]{0,2}[ \t]*[("'“‘「『<[]?[ \t]*$/;

/** A label and the text beside it are one mention. */
function joined(mentions: readonly Mention[], text: string, { isSame }: OptionNames): Mention[] {
  const all: Mention[] = [];
  for (const mention of mentions) {
    const last = all.at(-1);
    const gap = last === undefined ? '' : text.slice(last.end, mention.start);
    if (
      last !== undefined &&
      (last.by === 'text') !== (mention.by === 'text') &&
      between.test(gap) &&
      (last.by !== 'text' || /^ ?\(? ?$/.test(gap))
    )
      all[all.length - 1] = { start: last.start, end: mention.end, option: both(last, mention, isSame), by: 'label' };
    else all.push(mention);
  }
  return all;
}

/** Where the label is none of the question's, the text tells. */
function both(a: Mention, b: Mention, isSame: OptionNames['isSame']): Mention['option'] {
  const [label, text] = a.by === 'text' ? [b, a] : [a, b];
  if (label.by === 'place') return text.option;
  const isOne =
    typeof label.option === 'number' && typeof text.option === 'number' && isSame(label.option, text.option);
  return isOne ? label.option : 'mixed';
}
