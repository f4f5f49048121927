import type { Json, JsonObject } from '../../core/json.js';
import type { Generation, Model } from '../../core/model.js';
import type { Image, Sample } from '../../core/sample.js';
import { tookTogether } from '../../core/took-together.js';
import type { JudgeType } from '../../prompts/judge/judge-types.js';
import { readVerdict, type Scale, type Verdict, type Winner } from '../../prompts/judge/read-verdict.js';

/** One question to the judges; `isSwapped`: the two responses stand in the other order. */
export interface JudgePrompt {
  readonly text: string;
  readonly isSwapped: boolean;
}

/** What the judges are asked about one sample. */
export interface JudgeQuestion {
  readonly type: JudgeType;
  readonly prompts: readonly JudgePrompt[];
  readonly scale: Scale;
  /** The answers that stand in the prompts. */
  readonly judged: readonly string[];
  readonly images?: readonly Image[] | undefined;
}

export interface Panel {
  readonly judges: readonly Model[];
  /** How often each is asked. */
  readonly votes: number;
}

/** One reply and what was read in it. */
export interface Reply {
  readonly judge: string;
  readonly isSwapped: boolean;
  readonly generation: Generation;
  readonly verdict: Verdict;
}

/** What one vote of one judge came to, over both orders of a comparison. */
export interface Vote {
  readonly verdict: Verdict;
  /** Present for comparisons in both orders: whether both gave the same winner. */
  readonly isConsistent?: boolean;
}

export interface Judged {
  readonly votes: readonly Vote[];
  readonly replies: readonly Reply[];
}

/** Asks every judge, each as often as it votes, about one sample. When one cannot answer, all are waited for and its error is thrown. */
export async function askJudges(
  { judges, votes }: Panel,
  question: JudgeQuestion,
  { sample, signal }: { readonly sample: Sample; readonly signal: AbortSignal },
): Promise<Judged> {
  const { images } = question;
  const asked = judges.flatMap((judge) => Array.from({ length: votes }, (_, draw) => ({ judge, draw })));
  const settled = await Promise.allSettled(
    asked.flatMap(({ judge, draw }) =>
      question.prompts.map(async ({ text, isSwapped }): Promise<Reply> => {
        const prompt = { text, ...(images !== undefined && { images }) };
        const generation = await judge.generate({ prompt, sample, draw, signal });
        return { judge: judge.id, isSwapped, generation, verdict: verdictOf(question, generation, isSwapped) };
      }),
    ),
  );
  const replies = settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
  const each = question.prompts.length;
  return { replies, votes: asked.map((_, place) => voteOf(replies.slice(place * each, (place + 1) * each))) };
}

function verdictOf({ type, scale, judged }: JudgeQuestion, { text, finish }: Generation, isSwapped: boolean): Verdict {
  if (finish === 'filter') return { kind: 'unreadable', reason: 'the service withheld the verdict (content filter)' };
  const isCut = finish === 'length';
  const verdict = readVerdict(type, text, scale, { judged, isCut });
  if (verdict.kind === 'unreadable' && isCut)
    return { kind: 'unreadable', reason: `${verdict.reason}; the reply was cut off, raise judgeParams.maxTokens` };
  return verdict.kind === 'winner' && isSwapped ? { ...verdict, winner: turned[verdict.winner] } : verdict;
}

const turned: Readonly<Record<Winner, Winner>> = { A: 'B', B: 'A', tie: 'tie' };

/** A response wins when it wins in both places; a judge who prefers a place and not a response finds neither better. */
function voteOf(replies: readonly Reply[]): Vote {
  const unreadable = replies.find(({ verdict }) => verdict.kind === 'unreadable');
  const [first, second] = replies;
  if (unreadable !== undefined) return { verdict: unreadable.verdict };
  if (first === undefined) return { verdict: { kind: 'unreadable', reason: 'no judge was asked' } };
  if (first.verdict.kind !== 'winner' || second?.verdict.kind !== 'winner') return { verdict: first.verdict };
  const isConsistent = first.verdict.winner === second.verdict.winner;
  return { verdict: isConsistent ? first.verdict : { kind: 'winner', winner: 'tie' }, isConsistent };
}

/** What is kept of the replies: every judge's text, verdict, tokens and price, and their sums. */
export function repliesDetails(replies: readonly Reply[]): Record<string, Json> {
  const { usage, costUsd } = tookTogether(replies.map(({ generation }) => generation));
  return {
    judgments: replies.map(replyDetails),
    ...(usage !== undefined && { judgeUsage: { ...usage } as JsonObject }),
    ...(costUsd !== undefined && { judgeCostUsd: costUsd }),
  };
}

function replyDetails({ judge, isSwapped, generation, verdict }: Reply): JsonObject {
  return {
    judge,
    ...(isSwapped && { isSwapped }),
    text: shortened(generation.text),
    ...(verdict.kind === 'unreadable' && { unreadable: verdict.reason }),
    ...(verdict.kind === 'score' && { score: verdict.score }),
    ...(verdict.kind === 'correct' && { isCorrect: verdict.isCorrect }),
    ...(verdict.kind === 'correct' && verdict.step !== undefined && { step: verdict.step }),
    ...(verdict.kind === 'winner' && { winner: verdict.winner }),
  };
}

const LONGEST = 20_000;

/** Reasons stand at the beginning and verdicts at the end. */
function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST / 2)}\n…\n${text.slice(-LONGEST / 2)}`;
}
