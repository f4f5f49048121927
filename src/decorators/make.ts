import { makeBenchmark } from './benchmark.js';
import type { Entry } from './entry.js';
import { makeEvaluate } from './evaluate.js';
import { makeRun } from './run.js';
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
