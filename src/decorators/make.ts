import { makeBenchmark } from './benchmark.js';
import type { Entry } from './entry.js';
import { makeEvaluate } from './evaluate.js';
import { makeTrackMetrics } from './track-metrics.js';
import type { Evaluate, MakeBenchmark, Run, TrackMetrics } from './types.js';

export interface Decorators {
  readonly evaluate: Evaluate;
  readonly benchmark: MakeBenchmark;
  readonly trackMetrics: TrackMetrics;
  readonly run: Run;
}

/** The decorators over any pipeline. */
export function makeDecorators(entry: Entry): Decorators {
  return {
    evaluate: makeEvaluate(entry),
    benchmark: makeBenchmark(entry),
    trackMetrics: makeTrackMetrics(entry),
    run: makeRun(entry),
  };
}

/** Declaring needs nothing of running, and importing hret should cost little. */
function makeRun(entry: Entry): Run {
  async function run(holder: unknown, name?: string | symbol, overrides?: unknown): Promise<unknown> {
    const { runDeclared } = await import('./run.js');
    return runDeclared(entry, holder, name, overrides);
  }
  return run as Run;
}
