import { allMatches } from '../../prompts/all-matches.js';
import { type Claim, isAskedFor, isLed, saysOf } from './claims.js';
import type { Mention } from './mentions.js';
import type { Named } from './named-option.js';

/** What the reading depends on besides the answer. */
export interface AskedQuestion {
  readonly asksForWrong: boolean;
  readonly isSame: (option: number, other: number) => boolean;
  /** The option is one of the statements that other options combine: that ㄱ is true does not make `ㄱ` the answer. */
  readonly isStatement: (option: number) => boolean;
}

/** What the sentences of a text come to. */
export interface Conclusion {
  readonly named: Named;
  /** Some sentence says so in words: `정답은 ②`, `②를 고르겠습니다`. */
  readonly isStated: boolean;
  /** The last thing said of these options is that they are not the answer, or may not be. */
  readonly denied: ReadonlySet<number>;
}

/**
 * The one option that the sentences of an answer leave standing. A sentence that says what the answer is counts before
 * all others, the last such one before the earlier; otherwise one option must be said to be right, or stand alone, and no
 * other. Doubt, a second option, and a label that nobody offered leave nothing.
 */
export function concluded(text: string, mentions: readonly Mention[], question: AskedQuestion): Conclusion {
  const claims = claimsIn(text, mentions, question);
  const stated = claims.findLastIndex(({ says }) => says === 'answer');
  const { isSame } = question;
  const denied = deniedIn(claims);
  if (stated >= 0) {
    const { options } = claims[stated] as Claim;
    const named = oneOf(options, isSame);
    const later = claims.slice(stated + 1);
    if (typeof named !== 'number') return { named, isStated: true, denied };
    const about = (says: Claim['says'], same: boolean) =>
      later.some(
        (claim) => claim.says === says && claim.options.some((option) => isOption(option, named, isSame) === same),
      );
    if (about('no-answer', true) || about('doubted', true)) return { named: undefined, isStated: true, denied };
    const isOnly = !(['doubted', 'named', 'also', 'told'] as const).some((says) => about(says, false));
    return { named: isOnly ? named : 'several', isStated: true, denied };
  }
  return { named: unstated(claims, question.asksForWrong, isSame), isStated: false, denied };
}

function deniedIn(claims: readonly Claim[]): Set<number> {
  const denied = new Set<number>();
  for (const { options, says } of claims)
    for (const option of options) {
      if (typeof option !== 'number' || says === 'nothing') continue;
      if (says === 'no-answer' || says === 'doubted' || says === 'conceded') denied.add(option);
      else denied.delete(option);
    }
  return denied;
}

function unstated(claims: readonly Claim[], asksForWrong: boolean, isSame: Same): Named {
  const all = claims.flatMap(({ options }) => options);
  const isAlone = typeof oneOf(all, isSame) === 'number';
  const right: Claim['says'][] = isAlone ? ['true', 'also', 'named', 'told'] : ['true', 'also', 'named'];
  const wrong: Claim['says'][] = ['no-answer'];
  (asksForWrong ? wrong : right).push('holds');
  if (asksForWrong) {
    right.splice(0, isAlone ? 0 : 2, 'false');
    if (!isAlone) wrong.push('true', 'also');
  } else wrong.push('false');
  if (claims.some(({ says }) => says === 'doubted')) return undefined;
  const of = (kinds: readonly Claim['says'][]) =>
    claims.filter(({ says }) => kinds.includes(says)).flatMap(({ options }) => options);
  const said = of(right);
  if (said.length === 0) return undefined;
  const named = oneOf(said, isSame);
  if (typeof named !== 'number') return named;
  return of(wrong).some((option) => isOption(option, named, isSame)) ? 'several' : named;
}

type Same = (option: number, other: number) => boolean;

function isOption(option: Mention['option'], named: number, isSame: Same): boolean {
  return typeof option === 'number' && isSame(option, named);
}

function oneOf(options: readonly Mention['option'][], isSame: Same): Named {
  const [first] = options;
  if (first === undefined) return undefined;
  if (options.some((option) => option === 'mixed')) return 'several';
  if (first === 'foreign') return options.every((option) => option === 'foreign') ? undefined : 'several';
  return options.every((option) => isOption(option, first as number, isSame)) ? (first as number) : 'several';
}

/** How far from an option its sentence is read. */
const SIGHT = 160;

/** Between options that are named in one breath. */
const list =
  /^\s*(?:번)?\s*(?:,|\/|·|~|>|<|=|도|및|와|과|이나|나|그리고|(?:, ?|\()?(?:또는|혹은|아니면|or|and|그리고)(?: (?:possibly|maybe|perhaps|even|아마))?|&|\+|이랑|랑|하고|아니면|이거나|거나)\s*$/;
const signsOnly = /^[^\p{L}\p{N}\n]*$/u;
const opening = /[([{<"'“‘「『]/;

/** Nothing is said between the two; of the second in brackets or quotes (`① (②는 아님)`), nothing in there either. */
function isListed(text: string, first: Mention | undefined, second: Mention | undefined, sentenceEnd: number): boolean {
  if (first === undefined || second === undefined) return false;
  const gap = text.slice(first.end, second.start);
  if (list.test(gap)) return true;
  return signsOnly.test(gap) && (!opening.test(gap) || signsOnly.test(text.slice(second.end, sentenceEnd)));
}

function claimsIn(text: string, mentions: readonly Mention[], { isStatement }: AskedQuestion): Claim[] {
  const claims: Claim[] = [];
  let next = 0;
  for (const { start, end, isQuestion } of sentencesOf(text, mentions)) {
    const first = next;
    while ((mentions[next]?.start ?? end) < end) next++;
    const inside = mentions.slice(first, next);
    let from = start;
    let led = false;
    for (let at = 0; at < inside.length; ) {
      let last = at;
      while (isListed(text, inside[last], inside[last + 1], end)) last++;
      const group = inside.slice(at, last + 1);
      const begin = group[0]?.start ?? start;
      const left = text.slice(Math.max(from, begin - SIGHT), begin);
      const until = inside[last + 1]?.start ?? end;
      const after = group.at(-1)?.end ?? end;
      const right = text.slice(after, Math.min(until, after + SIGHT));
      const options = group.map(({ option }) => option);
      const says = saysOf(left, right, isQuestion && until === end, led);
      const isOfStatement =
        isContent(says) && !isAskedFor(left) && options.some((one) => typeof one === 'number' && isStatement(one));
      claims.push({ options, says: isOfStatement || isWalk(claims, group, text, says) ? 'nothing' : says });
      // `정답은 ①이 아니라 ②`: what leads to the first leads to the second.
      led = (says === 'no-answer' || says === 'conceded') && (led || isLed(left));
      from = after;
      at = last + 1;
    }
  }
  return claims;
}

function isContent(says: Claim['says']): boolean {
  return says === 'true' || says === 'false' || says === 'holds';
}

/** Where a text that goes through the options one by one is cut off, the last one it came to is not its answer. */
function isWalk(claims: readonly Claim[], group: readonly Mention[], text: string, says: Claim['says']): boolean {
  const [mention] = group;
  const last = claims.at(-1);
  if (says !== 'named' || mention === undefined || last?.says !== 'nothing' || typeof mention.option !== 'number')
    return false;
  return last.options.includes(mention.option - 1) && text.slice(mention.end).trim() === '';
}

interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly isQuestion: boolean;
}

/** Sentences and lines; a full stop inside a mention ends none, and a heading such as `정답` goes on in the next line. */
function sentencesOf(text: string, mentions: readonly Mention[]): Sentence[] {
  const found: Sentence[] = [];
  let start = 0;
  let next = 0;
  for (const match of allMatches(boundary, text)) {
    const at = match.index;
    while ((mentions[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next++;
    if ((mentions[next]?.start ?? Number.POSITIVE_INFINITY) <= at) continue;
    if (match[0].startsWith('\n') && heading.test(text.slice(Math.max(start, at - SIGHT), at))) continue;
    const end = at + match[0].length;
    found.push({ start, end, isQuestion: match[0].includes('?') });
    start = end;
  }
  if (start < text.length) found.push({ start, end: text.length, isQuestion: false });
  return found;
}

const boundary = /(?<![.!?。])[.!?。]+(?=\s|$|["'”’*)])|\n+/g;
const heading =
  /^[\s#*_>\-[【(]*(?:최종 ?)?(?:정답|답|답변|결론|선택|final answer|answer)(?:은|는)?(?: ?번호)?[\s:*_\]】)]*$/i;
