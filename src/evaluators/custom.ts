import { z } from 'zod';
import type { Evaluator } from '../core/evaluator.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import type { SampleResult } from '../core/sample-result.js';
import { HretError, messageOf } from '../errors.js';

/** Scores a whole run: the answers and their references, in dataset order, to one number a metric. */
export type CustomEvaluator = (
  predictions: string[],
  references: string[],
) => Readonly<Record<string, number>> | Promise<Readonly<Record<string, number>>>;

const EXAMPLE = 'customEvaluator: (predictions, references) => ({ accuracy: 0.5 })';

const customOptions = z.strictObject({
  /** A function; it can only be given in a program, not in a file or on the command line. */
  customEvaluator: z.custom<CustomEvaluator>(
    (value) => typeof value === 'function',
    `expected a function, for example ${EXAMPLE}`,
  ),
});

/** Your own function over the whole run. Its metrics are single numbers and have no interval. */
export const plugin: EvaluatorPlugin<z.output<typeof customOptions>> = {
  name: 'custom',
  summary: 'Your own function over all predictions and references (customEvaluator).',
  options: customOptions,
  create: ({ customEvaluator }) => customScoring(customEvaluator),
};

/** The answers are scored together, at the end: a sample by itself is read, but has no value of its own. */
function customScoring(customEvaluator: CustomEvaluator): Evaluator {
  return {
    name: 'custom',
    reads: 'text',
    metrics: [],
    score: () => ({ status: 'scored', values: {} }),
    async summarize(results) {
      const answered = results.filter(isAnswered);
      if (answered.length === 0) return {};
      const predictions = answered.map((result) => result.prediction ?? '');
      const references = answered.map((result) => result.reference);
      return checked(await called(customEvaluator, predictions, references));
    },
  };
}

/** Failed samples have no answer, withheld ones have none of the model's; what was cut off is an answer all the same. */
function isAnswered(result: SampleResult): boolean {
  return result.status !== 'failed' && result.prediction !== undefined && result.finish !== 'filter';
}

async function called(customEvaluator: CustomEvaluator, predictions: string[], references: string[]): Promise<unknown> {
  try {
    return await customEvaluator(predictions, references);
  } catch (error) {
    throw new HretError('scoring', `customEvaluator failed: ${messageOf(error)}`, { cause: error });
  }
}

function checked(returned: unknown): Record<string, number> {
  if (typeof returned !== 'object' || returned === null || Array.isArray(returned)) {
    throw new HretError(
      'scoring',
      `customEvaluator returned ${kindOf(returned)}; it must return one number a metric: ${EXAMPLE}`,
    );
  }
  const metrics: Record<string, number> = {};
  for (const [metric, value] of Object.entries(returned)) {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw new HretError(
        'scoring',
        `customEvaluator gave ${shown(value)} for ${metric}; leave out a metric that cannot be computed`,
      );
    }
    metrics[metric] = value;
  }
  return metrics;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : kindOf(value);
}
