import { isDoubting } from '../../prompts/answer-words.js';
import type { Mention } from './mentions.js';
import * as says from './phrases.js';

/** What a text says of options that it names in one breath: `①과 ②는 틀렸다`. */
export interface Claim {
  readonly options: readonly Mention['option'][];
  readonly says: Says;
}

/**
 * - `answer`, `no-answer`: it is, or is not, the answer.
 * - `true`, `false`: it is right or wrong, which for a question after what is wrong is the opposite.
 * - `holds`: what it says is so, of which the question may ask the opposite.
 * - `also`: it is one too. `named`: it stands alone, as an answer does. `told`: a sentence ends in it.
 * - `doubted`: it may or may not be. `conceded`: so one might think. `nothing`: something else.
 */
export type Says =
  | 'answer'
  | 'no-answer'
  | 'true'
  | 'false'
  | 'holds'
  | 'named'
  | 'told'
  | 'also'
  | 'conceded'
  | 'doubted'
  | 'nothing';

/** What a sentence says of a group of mentions, seen from what stands on its left and right. */
export function saysOf(leftPart: string, rightPart: string, isQuestion: boolean, led: boolean): Says {
  const [left, right] = [beforeQuote(leftPart), afterQuote(rightPart)];
  const leads = led || isLed(left);
  if (isQuestion || says.doubt.test(right)) return 'doubted';
  if (says.notAnswer.test(right) || says.beforeNotAnswer.test(left)) return 'no-answer';
  if (says.beforeDoubt.test(left) || (leads && isDoubting(left))) return 'doubted';
  if (says.conceded.test(right)) return leads || says.isAnswer.test(right) ? 'conceded' : 'nothing';
  if (says.supposed.test(right)) return 'nothing';
  if (says.also.test(right)) return 'also';
  const clause = firstClause(right);
  if (leads || says.isAnswer.test(right)) return isDenied(right, clause, leads) ? 'no-answer' : 'answer';
  if (says.wrongThing.test(left)) return 'false';
  if (says.rightThing.test(left)) return 'true';
  if (says.untrue.test(clause)) return 'false';
  if (says.holds.test(right)) return 'holds';
  if (says.isTrue.test(right)) return 'true';
  const isBare = says.hardlyAnything.test(lastClause(left));
  if (isBare && (says.thinking.test(right) || says.ending.test(right))) return 'named';
  return says.topic.test(left) && says.copula.test(right) ? 'told' : 'nothing';
}

/** How far behind an answer it is still denied. */
const DENIAL = 40;

function isDenied(right: string, clause: string, leads: boolean): boolean {
  if (says.copula.test(right) || says.isStatedBefore.test(right)) return false;
  return (leads && says.untrue.test(clause)) || says.denies.test(clause.slice(0, DENIAL));
}

/** Whether what is on the left asks for the group: `옳은 것은`, and not only says something of it. */
export function isAskedFor(left: string): boolean {
  const plain = beforeQuote(left);
  return says.rightThing.test(plain) || says.wrongThing.test(plain);
}

/** Whether what is on the left of a group makes it the answer. */
export function isLed(left: string): boolean {
  const plain = beforeQuote(left).replace(/\b(?:not|isn't)\s*$/i, '');
  return says.leadsToAnswer.test(plain);
}

function beforeQuote(left: string): string {
  return left.replace(/["'“‘「『<([*_`]+$/, '');
}

function afterQuote(right: string): string {
  return right.replace(/^["'”’」』>)\]*_`]+/, '');
}

/** What stands after the last connective. */
function lastClause(left: string): string {
  return left.split(/(?<=[고며만니라서데]) |, |므로 /).at(-1) ?? '';
}

function firstClause(right: string): string {
  return right.split(/[,;]\s|(?<=(?<!라)고|[며만데서니]) |므로 | because | since /, 1)[0] ?? '';
}
