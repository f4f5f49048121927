import { type OptionProblem, unknownKey, type WrittenOption } from '../core/check-options.js';
import { isPlainObject } from '../core/show-value.js';
import { camelCase, snakeCase } from '../util/case.js';

/** A section of a run file: the option that stands for it when it is no mapping, and the options its keys mean. */
interface Section {
  readonly itself: string;
  readonly keys: Readonly<Record<string, string>>;
}

const sections: Readonly<Record<string, Section>> = {
  dataset: {
    itself: 'dataset',
    keys: { name: 'dataset', subset: 'subset', split: 'split', params: 'datasetParams' },
  },
  model: { itself: 'model', keys: { name: 'model', params: 'modelParams' } },
  judgeModel: { itself: 'judgeModel', keys: { name: 'judgeModel', params: 'judgeParams' } },
  rewardModel: { itself: 'rewardModel', keys: { name: 'rewardModel', params: 'rewardParams' } },
  scaling: { itself: 'scalingMethod', keys: { name: 'scalingMethod', params: 'scalingParams' } },
  evaluation: { itself: 'evaluationMethod', keys: { method: 'evaluationMethod', params: 'evaluatorParams' } },
  fewShot: {
    itself: 'numFewShot',
    keys: {
      num: 'numFewShot',
      split: 'fewShotSplit',
      instruction: 'fewShotInstruction',
      exampleTemplate: 'fewShotExampleTemplate',
    },
  },
};

export interface FlatOptions {
  readonly written: readonly WrittenOption[];
  readonly problems: readonly OptionProblem[];
}

/** The options of a file, whichever way it is laid out: `dataset: kmmlu` is a plain option, `dataset: { name: kmmlu }` a section. */
export function flatten(content: Readonly<Record<string, unknown>>): FlatOptions {
  const written: WrittenOption[] = [];
  const problems: OptionProblem[] = [];
  for (const [key, value] of Object.entries(content)) {
    const section = Object.hasOwn(sections, camelCase(key)) ? sections[camelCase(key)] : undefined;
    if (section === undefined) written.push({ path: [key], value });
    else if (!isPlainObject(value)) written.push({ path: [key], name: section.itself, value });
    else flattenSection(key, section, value, written, problems);
  }
  return { written, problems };
}

function flattenSection(
  sectionKey: string,
  { keys }: Section,
  content: Readonly<Record<string, unknown>>,
  written: WrittenOption[],
  problems: OptionProblem[],
): void {
  for (const [key, value] of Object.entries(content)) {
    const path = [sectionKey, key];
    const name = Object.hasOwn(keys, camelCase(key)) ? keys[camelCase(key)] : undefined;
    if (name === undefined)
      problems.push({ path, at: 'key', message: unknownKey(key, Object.keys(keys).map(snakeCase)) });
    else written.push({ path, name, value });
  }
}
