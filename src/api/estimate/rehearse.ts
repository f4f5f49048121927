import { HretError } from '../../errors.js';
import type { Resolved } from '../resolve.js';
import type { Pace } from './stand-in.js';
import type { Tally } from './tally.js';

/** What one model would be asked, with everything as it typically is or as much as it can be. */
export interface Load {
  readonly requests: number;
  readonly inputTokens: number;
  readonly answers: number;
  readonly tokens: number;
}

export interface Rehearsed {
  readonly samples: number;
  readonly images: number;
  /** For each tally, in their order: for one trial. */
  readonly typical: readonly Load[];
  readonly most: readonly Load[];
}

/** Asks the stand-ins every question of the run once, and has what judges would judge judged. */
export async function rehearse(resolved: Resolved, tallies: readonly Tally[], pace: Pace): Promise<Rehearsed> {
  const { dataset, prompt, limit = Number.POSITIVE_INFINITY, leftOut, ask, judging } = resolved;
  const { signal } = new AbortController();
  const totals = { typical: tallies.map(loadOf), most: tallies.map(loadOf) };
  let position = 0;
  let samples = 0;
  let images = 0;
  for await (const sample of dataset.samples()) {
    if (samples >= limit) break;
    if (leftOut?.has(position++)) continue;
    const asked = prompt(sample);
    for (const kind of ['typical', 'most'] as const) {
      pace.isEndless = kind === 'most';
      for (const tally of tallies) reset(tally);
      await tolerant(async () => {
        const answer = await ask({ prompt: asked, sample, draw: 0, signal });
        for (const evaluator of judging)
          await tolerant(async () => void (await evaluator.score({ sample, answer, signal })));
      });
      totals[kind] = totals[kind].map((total, place) => added(total, tallies[place] ?? total));
    }
    images += asked.images?.length ?? 0;
    samples += 1;
  }
  return { samples, images, ...totals };
}

/** A sample that would fail asks no more than it did; what is wrong with the options is said. */
async function tolerant(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof HretError) || error.code === 'usage') throw error;
  }
}

function loadOf(): Load {
  return { requests: 0, inputTokens: 0, answers: 0, tokens: 0 };
}

function reset(tally: Tally): void {
  Object.assign(tally, loadOf());
}

function added(a: Load, b: Load): Load {
  return {
    requests: a.requests + b.requests,
    inputTokens: a.inputTokens + b.inputTokens,
    answers: a.answers + b.answers,
    tokens: a.tokens + b.tokens,
  };
}
