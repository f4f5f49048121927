import type { Dataset } from '../core/dataset.js';
import type { Model, Prompt } from '../core/model.js';
import type { EvaluateOptions } from '../core/options.js';
import type { Sample } from '../core/sample.js';
import type { World } from '../core/world.js';

type ToPrompt = (sample: Sample) => Prompt;

/**
 * Prompts at the temperatures the benchmark was published with, where it has any and the run sets none; a backend that
 * cannot heed them is told of.
 */
export function sampledAsPublished(
  toPrompt: ToPrompt,
  dataset: Dataset,
  model: Model,
  { modelParams = {} }: EvaluateOptions,
  { warn }: World,
): ToPrompt {
  if (!dataset.hasTemperatures || modelParams.temperature !== undefined) return toPrompt;
  if (model.heedsTemperature) return (sample) => ({ ...toPrompt(sample), ...temperatureOf(sample) });
  warn(
    `${dataset.name} was published with a temperature for each kind of question, and ${model.id} samples all of them alike. Set modelParams.temperature to say at what.`,
  );
  return toPrompt;
}

function temperatureOf({ temperature }: Sample): Pick<Prompt, 'temperature'> {
  return temperature === undefined ? {} : { temperature };
}
