import type { EvaluationResult } from '../../src/api/evaluation-result.js';
import type { ModelFunction } from '../../src/core/model-function.js';
import type { EvaluateOptions } from '../../src/core/options.js';
import type { Sample } from '../../src/core/sample.js';
import { type Decorators, makeDecorators } from '../../src/decorators/make.js';

/** One thing the pipeline was asked to do. */
export interface Started {
  readonly kind: 'evaluate' | 'benchmark' | 'tracked';
  readonly name: string;
  readonly options?: EvaluateOptions;
  /** What the functions answered to the question "q". */
  readonly answers?: unknown;
  readonly fn?: unknown;
}

export interface Recorder {
  readonly hret: Decorators;
  readonly started: Started[];
  readonly warnings: string[];
}

const sample: Sample = { id: '1', input: 'q', target: { kind: 'text', accepted: ['a'] } };

/** A result that can be told from others by its name. */
export function resultOf(name: string): EvaluationResult {
  return { info: { name } } as unknown as EvaluationResult;
}

/** The decorators over a pipeline that asks every function one question and writes down what it was asked to do. */
export function recorder({ recordTracked }: { recordTracked?: () => Promise<void> } = {}): Recorder {
  const started: Started[] = [];
  const warnings: string[] = [];
  const ask = (fn: ModelFunction, thisValue: unknown) =>
    fn.call(thisValue as never, 'q', sample, { signal: AbortSignal.abort() });
  const hret = makeDecorators({
    async evaluateFunction(fn, options, { name, thisValue }) {
      started.push({ kind: 'evaluate', name, options, fn, answers: await ask(fn, thisValue) });
      return resultOf(name);
    },
    async benchmarkFunctions(models, options, { name, thisValue }) {
      const asked = Object.entries<ModelFunction>(models).map(async ([key, fn]) => [key, await ask(fn, thisValue)]);
      started.push({ kind: 'benchmark', name, options, answers: Object.fromEntries(await Promise.all(asked)) });
      return Object.fromEntries(Object.keys(models).map((key) => [key, resultOf(key)])) as Record<
        keyof typeof models,
        EvaluationResult
      >;
    },
    async recordTracked(values, { name }) {
      await new Promise((resolve) => setImmediate(resolve)); // as a disk does
      started.push({ kind: 'tracked', name, answers: values });
      await recordTracked?.();
    },
    warn: (message) => warnings.push(message),
  });
  return { hret, started, warnings };
}
