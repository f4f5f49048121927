import { type Claim, isAskedFor, isLed, saysOf } from './claims.js';
import type { Mention } from './mentions.js';
import { SIGHT, sentencesOf } from './sentences.js';

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

/** What each group of options that is named in one breath is said to be, in order. */
export function claimsIn(
  text: string,
  mentions: readonly Mention[],
  isStatement: (option: number) => boolean,
): Claim[] {
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
