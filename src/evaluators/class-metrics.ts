import type { PooledMetric, Trials } from '../core/run-metric.js';
import {
  type ClassCounts,
  cohenKappa,
  f1OfClasses,
  macroF1,
  matthewsCorrelation,
  microF1,
  weightedF1,
} from '../stats/index.js';
import { isObject, keptBy } from './kept.js';

/** Which class was right in a trial and which was said; nothing said: the answer names none. */
export interface SaidClass {
  readonly reference: string;
  readonly said?: string;
}

/** Where `classification` keeps a `SaidClass` with a sample. */
export const CLASSES = 'classes';

const formulas = {
  macro_f1: macroF1,
  weighted_f1: weightedF1,
  micro_f1: microF1,
  mcc: matthewsCorrelation,
  cohen_kappa: cohenKappa,
} as const;

/** Metrics of classes that can be asked for. */
export const classMetricNames = ['macro_f1', 'weighted_f1', 'micro_f1', 'binary_f1', 'mcc', 'cohen_kappa'] as const;
export type ClassMetricName = (typeof classMetricNames)[number];

/** A metric of the classes that all samples together name; `positive` is the class whose F1 is `binary_f1`. */
export function classMetric(name: ClassMetricName, positive: string): PooledMetric<readonly SaidClass[]> {
  return {
    kind: 'pooled',
    name,
    perSample: 'accuracy',
    point: 0.01,
    partOf,
    over(parts) {
      const numbers = new Map<string, number>();
      const pairs = parts.map((part) =>
        part.map(({ reference, said }) => [
          numberIn(numbers, reference),
          said === undefined ? undefined : numberIn(numbers, said),
        ]),
      );
      const formula = name === 'binary_f1' ? f1Of(numbers.get(positive)) : formulas[name];
      return (times) => formula(counted(pairs, times, numbers.size));
    },
  };
}

function numberIn(numbers: Map<string, number>, one: string): number {
  const known = numbers.get(one) ?? numbers.size;
  numbers.set(one, known);
  return known;
}

type Pairs = readonly (readonly (number | undefined)[])[];

function counted(samples: readonly Pairs[], times: Uint32Array, classes: number): ClassCounts {
  const zeros = () => new Array<number>(classes).fill(0);
  const [support, said, right] = [zeros(), zeros(), zeros()];
  const add = (counts: number[], one: number, weight: number) => {
    counts[one] = (counts[one] as number) + weight;
  };
  for (const [place, pairs] of samples.entries()) {
    const weight = times[place] as number;
    for (const [reference = 0, named] of pairs) {
      add(support, reference, weight);
      if (named !== undefined) add(said, named, weight);
      if (named === reference) add(right, reference, weight);
    }
  }
  return { support, said, right };
}

/** F1 of one class; 0 where it is neither right nor said, as in scikit-learn. */
function f1Of(one: number | undefined): (counts: ClassCounts) => number {
  return (counts) => (one === undefined ? 0 : (f1OfClasses(counts)[one] ?? 0));
}

function partOf(trials: Trials): readonly SaidClass[] | undefined {
  const found = trials.flatMap((result) => {
    const kept = keptBy('classification', CLASSES, result);
    if (!isObject(kept) || typeof kept.reference !== 'string') return [];
    return [{ reference: kept.reference, ...(typeof kept.said === 'string' && { said: kept.said }) }];
  });
  return found.length === 0 ? undefined : found;
}
