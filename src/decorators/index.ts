import { benchmarkFunctions, evaluateFunction, recordTracked } from '../api/entry.js';
import { warnUser } from '../api/log.js';
import { makeDecorators } from './make.js';
import type { Evaluate, MakeBenchmark, Run, TrackMetrics } from './types.js';

const decorators = makeDecorators({
  evaluateFunction,
  benchmarkFunctions,
  recordTracked,
  warn: warnUser,
});

/**
 * Declares how a model function is evaluated. Works as a wrapper and as a method decorator, TC39 and legacy.
 *
 * @example
 * const answer = hret.evaluate({ dataset: 'kmmlu' })(async (input: string) => client.generate(input));
 * await answer('서울은?'); // still the model
 * const result = await answer(); // no argument: runs the evaluation
 */
export const evaluate: Evaluate = decorators.evaluate;

/**
 * Runs several models over the same benchmark.
 *
 * @example
 * const compare = hret.benchmark({ dataset: 'kmmlu' })(() => ({ gpt, claude }));
 * const { gpt, claude } = await compare();
 */
export const benchmark: MakeBenchmark = decorators.benchmark;

/**
 * Records numbers a function returns, on every call; the value is handed back unchanged.
 *
 * @example
 * const measure = hret.trackMetrics(['accuracy'])(() => ({ accuracy: 0.9, note: 'not tracked' }));
 */
export const trackMetrics: TrackMetrics = decorators.trackMetrics;

/**
 * Runs what the methods of an object declare, one after the other.
 *
 * @example
 * const { baseline, candidates } = await hret.run(new Models());
 */
export const run: Run = decorators.run;
