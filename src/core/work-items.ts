import { batchesOf } from '../util/flatten.js';
import { hashPair, KeyTable } from '../util/key-table.js';
import type { Dataset } from './dataset.js';
import type { Prompt } from './model.js';
import type { Sample, Target } from './sample.js';

/** One thing to ask: a sample in one of its trials. */
export interface WorkItem {
  readonly sample: Sample;
  readonly prompt: Prompt;
  /** Position among the samples of the run, from 0. */
  readonly index: number;
  readonly trial: number;
  /** Says what is asked, not where it stood: a row that moved is found again, a row that changed is asked again. */
  readonly key: string;
}

export interface Selection {
  readonly dataset: Dataset;
  readonly prompt: (sample: Sample) => Prompt;
  readonly trials: number;
  /** At most this many samples, from the front. */
  readonly limit?: number;
  /** Positions in the dataset that serve as few-shot examples and are therefore not asked. */
  readonly leftOut?: ReadonlySet<number>;
}

/**
 * The work of a run in dataset order, trials of a sample side by side. In batches, as the dataset's file is read: an item at
 * hand is taken without waiting. A batch is made while it is taken, so the next one must not be asked for before that.
 */
export async function* workItems(
  selection: Selection,
  signal: AbortSignal,
): AsyncGenerator<Iterable<WorkItem>, void, undefined> {
  const { dataset, limit = Number.POSITIVE_INFINITY } = selection;
  if (limit <= 0) return;
  const items = new ItemMaker(selection);
  for await (const samples of batchesOf(dataset.samples(signal))) {
    yield items.of(samples, limit);
    if (items.samples >= limit) return;
  }
}

/** Numbers samples, and tells repeated ids apart. */
class ItemMaker {
  /** Samples taken so far. */
  samples = 0;
  #position = 0;
  readonly #seen = new KeyTable();
  readonly #selection: Selection;

  constructor(selection: Selection) {
    this.#selection = selection;
  }

  *of(samples: Iterable<Sample>, limit: number): Generator<WorkItem, void, undefined> {
    const { prompt: promptOf, trials, leftOut } = this.#selection;
    for (const sample of samples) {
      if (leftOut?.has(this.#position++)) continue;
      const prompt = promptOf(sample);
      const occurrence = this.#seen.countUp(sample.id);
      const digest = digestOf(prompt, sample);
      const index = this.samples++;
      for (let trial = 0; trial < trials; trial++) {
        yield { sample, prompt, index, trial, key: `${sample.id}#${occurrence}/${trial}@${digest}` };
      }
      if (this.samples >= limit) return;
    }
  }
}

/** 64 bits over what the model sees and what the answer is compared with. */
function digestOf(prompt: Prompt, { target, followUps = [] }: Sample): string {
  const images = prompt.images?.map((image) => image.url).join('\n') ?? '';
  const shown = [images, ...followUps].join('\n');
  const [low, high] = hashPair(prompt.text, '\u0000', shown, '\u0000', answerKeyText(target));
  return high.toString(36) + low.toString(36).padStart(7, '0');
}

function answerKeyText(target: Target): string {
  switch (target.kind) {
    case 'choice':
      return `${target.answer}\u0000${target.choices.join('\u0000')}`;
    case 'text':
      return target.accepted.join('\u0000');
    case 'rubric':
      return `${target.rubric}\u0000${target.reference ?? ''}`;
    default:
      return target satisfies never;
  }
}
