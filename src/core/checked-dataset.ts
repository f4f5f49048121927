import { HretError, messageOf } from '../errors.js';
import { sampleProblem } from './check-sample.js';
import type { Dataset } from './dataset.js';
import type { Sample } from './sample.js';
import { showValue } from './show-value.js';

/** A dataset that a user's own code makes. What it throws, and what it gives that is no sample, is told with its name and place. */
export function checkedDataset(made: Dataset, called: string): Dataset {
  if (typeof made?.samples !== 'function' || typeof made.name !== 'string')
    throw new HretError(
      'data',
      `create of the dataset "${called}" gave ${showValue(made)}; expected { name, samples() }.`,
    );
  // A dataset may be an instance of a class, whose methods a copy would lose.
  const { name, split, subset, size, source, hasTemperatures, isReadOnce } = made;
  return {
    name,
    ...(split !== undefined && { split }),
    ...(subset !== undefined && { subset }),
    ...(size !== undefined && { size }),
    ...(source !== undefined && { source }),
    ...(hasTemperatures && { hasTemperatures }),
    ...(isReadOnce && { isReadOnce }),
    samples: (signal) => checkedSamples(made, called, signal),
  };
}

async function* checkedSamples(made: Dataset, called: string, signal?: AbortSignal): AsyncGenerator<Sample> {
  let number = 1;
  try {
    for await (const sample of iterableOf(made, called, signal)) {
      const problem = sampleProblem(sample);
      if (problem === undefined) yield sample;
      else throw new HretError('data', problemText(called, number, problem));
      number++;
    }
  } catch (cause) {
    if (cause instanceof HretError || signal?.aborted) throw cause;
    throw new HretError('data', `The dataset "${called}" failed at sample ${number}: ${messageOf(cause)}`, { cause });
  }
}

function iterableOf(made: Dataset, called: string, signal?: AbortSignal): AsyncIterable<Sample> {
  const samples: unknown = made.samples(signal);
  if (
    typeof samples === 'object' &&
    samples !== null &&
    (Symbol.asyncIterator in samples || Symbol.iterator in samples)
  )
    return samples as AsyncIterable<Sample>;
  throw new HretError(
    'data',
    `samples() of the dataset "${called}" gave ${showValue(samples)}; expected an iterable of samples, such as a generator.`,
  );
}

function problemText(called: string, number: number, { path, message }: NonNullable<ReturnType<typeof sampleProblem>>) {
  const place = path.length === 0 ? '' : ` ${path.join('.')}:`;
  return `The dataset "${called}", sample ${number}:${place} ${message}`;
}
