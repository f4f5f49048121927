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

/** The work of a run in dataset order, trials of a sample side by side. */
export async function* workItems(selection: Selection, signal: AbortSignal): AsyncGenerator<WorkItem, void, undefined> {
  const { dataset, prompt: promptOf, trials, limit = Number.POSITIVE_INFINITY, leftOut } = selection;
  const seen = new KeyTable();
  let position = 0;
  let index = 0;
  if (limit <= 0) return;
  for await (const sample of dataset.samples(signal)) {
    if (leftOut?.has(position++)) continue;
    const prompt = promptOf(sample);
    const occurrence = seen.get(sample.id) ?? 0;
    seen.set(sample.id, occurrence + 1);
    const digest = digestOf(prompt, sample.target);
    for (let trial = 0; trial < trials; trial++) {
      yield { sample, prompt, index, trial, key: `${sample.id}#${occurrence}/${trial}@${digest}` };
    }
    if (++index >= limit) return;
  }
}

/** 64 bits over what the model sees and what the answer is compared with. */
function digestOf(prompt: Prompt, target: Target): string {
  const images = prompt.images?.map((image) => image.url).join('\n') ?? '';
  const [low, high] = hashPair(`${prompt.text}\u0000${images}\u0000${answerKeyText(target)}`);
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
