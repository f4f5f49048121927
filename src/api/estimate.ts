import { currentConfig } from '../config/settings.js';
import { DEFAULT_WORKERS, type EvaluateOptions } from '../core/options.js';
import { HretError } from '../errors.js';
import { effectiveOptions } from './effective-options.js';
import { assumptionsOf } from './estimate/assumptions.js';
import { durationOf } from './estimate/duration.js';
import { type EstimateLine, lineOf } from './estimate/line.js';
import { type Range, sumOf } from './estimate/range.js';
import { type Load, rehearse } from './estimate/rehearse.js';
import { serviceFacts } from './estimate/service-facts.js';
import { type Pace, standIn } from './estimate/stand-in.js';
import { steadyCounter, Tally } from './estimate/tally.js';
import { type HandedIn, resolve } from './resolve.js';
import { withRoles } from './roles.js';
import { settingsOptions } from './settings-options.js';
import { openSitting } from './sitting.js';
import { tokenCounterFor } from './token-counter.js';

/** What a run would take, before anything is asked: of all its models together, and of each by itself. */
export interface Estimate {
  readonly model: string;
  readonly samples: number;
  readonly requests: number;
  readonly inputTokens: number;
  /** How they were counted, and how far off that may be. */
  readonly tokensCountedBy: string;
  readonly outputTokens: Range;
  /** US dollars; absent when nobody says what one of the models costs. */
  readonly costUsd?: Range;
  readonly priceSource?: string;
  readonly timeMs: Range;
  /** What bounds the time: `requestsPerMinute`, `tokensPerMinute` or `requests in flight`. */
  readonly timeBoundBy: string;
  /** The model under evaluation, judges and reward models, each with every draw, order, vote and trial. */
  readonly lines: readonly EstimateLine[];
  /** Everything that was assumed, in sentences. */
  readonly assumptions: readonly string[];
}

export interface EstimateOptions {
  /** Tokens of a typical answer, where you know better. */
  readonly outputTokens?: number | undefined;
}

/**
 * What a run with these options would ask, take and cost. Reads the dataset and rehearses the run with stand-ins for its
 * models, which count what they are asked; asks nobody, and needs no key.
 */
export async function estimate(given: EvaluateOptions, { outputTokens }: EstimateOptions = {}): Promise<Estimate> {
  const settings = currentConfig();
  const options = withRoles(effectiveOptions(settingsOptions(), given), false);
  if (options.model === undefined)
    throw new HretError('usage', 'There is no model to estimate for. Name one, for example --model openai.');
  const { world } = openSitting(options.outputDir ?? settings.outputDir, settings.logLevel);
  const counter = await tokenCounterFor(
    (await serviceFacts(options.model, options.modelParams, 'modelParams', world)).modelName,
  );
  const count = steadyCounter(counter);
  const tallies: Tally[] = [];
  const pace: Pace = { isEndless: false };
  const open: HandedIn['open'] = async (name, params, where, { role }) => {
    if (name === undefined) return undefined;
    const tally = new Tally(roleOf(where, role), await serviceFacts(name, params, where, world), count, outputTokens);
    tallies.push(tally);
    return { model: standIn(tally, pace), params: {} };
  };
  const resolved = await resolve(options, { open }, world);
  try {
    const { samples, images, typical, most } = await rehearse(resolved, tallies, pace);
    const loads = (place: number) => ({ typical: typical[place] as Load, most: most[place] as Load });
    const counted = [...tallies.keys()].filter((place) => tallies[place]?.role !== 'embedder');
    const asked = counted.sort((a, b) => orderOf(tallies[a]) - orderOf(tallies[b]));
    const all = asked.flatMap((place) => tallies[place] ?? []);
    const lines = await Promise.all(
      asked.map((place) => lineOf(tallies[place] as Tally, loads(place), resolved.trials, world.now)),
    );
    const workers = options.maxWorkers ?? DEFAULT_WORKERS;
    const facts = all.map((tally) => tally.facts);
    const { timeMs, boundBy } = durationOf(lines, facts, workers);
    const isRanking = resolved.evaluators.some(({ reads }) => reads === 'ranking');
    const hasEmbedder = counted.length < tallies.length;
    const assumed = {
      options,
      hasEmbedder,
      tallies: all,
      lines,
      images,
      counter,
      isRanking,
      given: outputTokens,
      workers,
    };
    return {
      model: lines[0]?.model ?? options.model,
      samples,
      requests: sumOf(lines.map((line) => line.requests)).typical,
      inputTokens: sumOf(lines.map((line) => line.inputTokens)).typical,
      tokensCountedBy: counter.name,
      outputTokens: sumOf(lines.map((line) => line.outputTokens)),
      ...costOf(lines),
      timeMs,
      timeBoundBy: boundBy,
      lines,
      assumptions: assumptionsOf(assumed),
    };
  } finally {
    await resolved.close();
  }
}

function roleOf(where: string, role: 'judge' | 'reward' | undefined): string {
  if (role === 'reward') return 'reward model';
  return role ?? (where === 'modelParams' ? 'model' : 'embedder');
}

/** The model under evaluation first, whatever was opened first. */
function orderOf(tally: Tally | undefined): number {
  return ['model', 'judge', 'reward model'].indexOf(tally?.role ?? '');
}

/** Of all of them, if all have a price or are asked nothing. */
function costOf(lines: readonly EstimateLine[]): Pick<Estimate, 'costUsd' | 'priceSource'> {
  const asked = lines.filter(({ requests }) => requests.typical > 0);
  const costs = asked.flatMap(({ costUsd }) => (costUsd === undefined ? [] : [costUsd]));
  const priceSource = lines[0]?.priceSource;
  return {
    ...(costs.length === asked.length && asked.length > 0 && { costUsd: sumOf(costs) }),
    ...(priceSource !== undefined && { priceSource }),
  };
}
