import type { Claim } from './claims.js';
import { claimsIn } from './claims-in.js';
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
  const claims = claimsIn(text, mentions, question.isStatement);
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
