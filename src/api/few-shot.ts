import type { Dataset } from '../core/dataset.js';
import type { JsonObject } from '../core/json.js';
import type { Prompt } from '../core/model.js';
import type { EvaluateOptions } from '../core/options.js';
import type { DatasetPlugin } from '../core/plugin.js';
import type { Sample } from '../core/sample.js';
import type { World } from '../core/world.js';
import { HretError } from '../errors.js';
import { chooseShots } from '../prompts/few-shot.js';

export interface ResolvedShots {
  readonly prompt: (sample: Sample) => Prompt;
  /** Positions of samples that are examples and therefore not asked. */
  readonly leftOut?: ReadonlySet<number>;
  /** What decides the prompts, for the run's spec. */
  readonly spec?: JsonObject;
  /** Which examples were taken, for the run's record. */
  readonly info?: JsonObject;
}

/** How a sample becomes a prompt: its own text, after the examples if there are any. */
export async function resolveFewShot(
  options: EvaluateOptions,
  dataset: Dataset,
  plugin: DatasetPlugin | undefined,
  open: (split: string) => Promise<Dataset>,
  world: World,
): Promise<ResolvedShots> {
  const {
    numFewShot: count = 0,
    fewShotInstruction: instruction = plugin?.fewShotInstruction,
    fewShotExampleTemplate: exampleTemplate = plugin?.fewShotExampleTemplate,
    compat,
  } = options;
  if (count === 0) {
    warnOfUseless(options, world);
    return { prompt: (sample) => promptOf('', sample) };
  }
  if (dataset.isReadOnce)
    throw new HretError('usage', `numFewShot: "${dataset.name}" can be read only once, so it has no examples to give.`);
  const wanted = options.fewShotSplit ?? (compat === 'hret' ? undefined : plugin?.fewShotSplit);
  const isOther = wanted !== undefined && wanted !== dataset.split;
  const source = isOther ? await open(wanted) : dataset;
  const shots = await chooseShots({
    candidates: source.samples(options.signal),
    // A dataset may read its only split in place of the one asked for.
    from: isOther && source.split !== dataset.split ? 'other-split' : 'same-split',
    split: source.split,
    count,
    instruction,
    exampleTemplate,
    compat,
    warn: world.warn,
  });
  return {
    prompt: (sample) => promptOf(shots.prefixFor(sample), sample),
    ...(shots.leftOut.size > 0 && { leftOut: shots.leftOut }),
    spec: {
      ...(instruction !== undefined && { instruction }),
      ...(exampleTemplate !== undefined && { exampleTemplate }),
      ...(shots.info as JsonObject),
    },
    info: shots.info as JsonObject,
  };
}

function promptOf(prefix: string, { input, images }: Sample): Prompt {
  return { text: prefix + input, ...(images !== undefined && { images }) };
}

function warnOfUseless(
  { fewShotSplit, fewShotInstruction, fewShotExampleTemplate }: EvaluateOptions,
  world: World,
): void {
  const given = Object.entries({ fewShotSplit, fewShotInstruction, fewShotExampleTemplate }).find(
    ([, value]) => value !== undefined,
  );
  if (given !== undefined) world.warn(`${given[0]} is set, but numFewShot is not: no examples are used.`);
}
