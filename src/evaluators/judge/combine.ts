import type { Json } from '../../core/json.js';
import type { Verdict } from '../../prompts/judge/read-verdict.js';
import { type Judged, repliesDetails, type Vote } from './ask-judges.js';

/** What all votes come to: the mean of scores, the majority of everything else (Verga et al., "Replacing Judges with Juries", 2024). */
export type Outcome = Exclude<Verdict, { kind: 'unreadable' }> | { readonly kind: 'none'; readonly reason: string };

/** Decides by the readable votes, if they are more than half. */
export function combined({ votes }: Judged): Outcome {
  const readable = votes.flatMap(({ verdict }) => (verdict.kind === 'unreadable' ? [] : [verdict]));
  if (readable.length * 2 <= votes.length) return { kind: 'none', reason: whyNone(votes, readable.length) };
  const [first] = readable;
  if (readable.length === 1 && first !== undefined) return first;
  const scores = readable.flatMap((verdict) => (verdict.kind === 'score' ? [verdict.score] : []));
  if (scores.length > 0) return { kind: 'score', score: scores.reduce((sum, score) => sum + score, 0) / scores.length };
  return majority(readable);
}

function majority(readable: readonly Exclude<Verdict, { kind: 'unreadable' }>[]): Outcome {
  const counts = new Map<string, number>();
  for (const verdict of readable) counts.set(nameOf(verdict), (counts.get(nameOf(verdict)) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const leading = readable.filter((verdict) => counts.get(nameOf(verdict)) === most);
  const names = new Set(leading.map(nameOf));
  const [winner] = leading;
  if (names.size === 1 && winner !== undefined) return winner;
  if (winner?.kind === 'winner') return { kind: 'winner', winner: 'tie' };
  return { kind: 'none', reason: `the judges are split, ${most} to ${most}` };
}

/** A verdict in one word, for counting and for the agreement of judges. */
export function nameOf(verdict: Exclude<Verdict, { kind: 'unreadable' }>): string {
  if (verdict.kind === 'score') return String(verdict.score);
  return verdict.kind === 'correct' ? String(verdict.isCorrect) : verdict.winner;
}

function whyNone(votes: readonly Vote[], readable: number): string {
  const first = votes.find(({ verdict }) => verdict.kind === 'unreadable')?.verdict;
  const reason = first?.kind === 'unreadable' ? first.reason : 'no judge was asked';
  return votes.length === 1
    ? `the verdict cannot be read: ${reason}`
    : `only ${readable} of ${votes.length} verdicts can be read: ${reason}`;
}

/** What is kept with a sample, whatever came of it. */
export function judgedDetails(judgeType: string, { votes, replies }: Judged): Record<string, Json> {
  return {
    judgeType,
    ...(votes.length > 1 && {
      votes: votes.map(({ verdict }) => (verdict.kind === 'unreadable' ? null : nameOf(verdict))),
    }),
    ...repliesDetails(replies),
  };
}

/** Share of votes on a comparison that were the same in both orders; `undefined` when no vote was readable twice. */
export function consistencyOf(votes: readonly Vote[]): number | undefined {
  const asked = votes.flatMap(({ isConsistent }) => (isConsistent === undefined ? [] : [isConsistent]));
  return asked.length === 0 ? undefined : asked.filter(Boolean).length / asked.length;
}
