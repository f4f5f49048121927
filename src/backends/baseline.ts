import { z } from 'zod';
import type { GenerateRequest, Model } from '../core/model.js';
import type { ModelPlugin } from '../core/plugin.js';
import { optionsOf } from '../core/sample.js';
import { HretError } from '../errors.js';
import { canonicalJson, sha256 } from '../util/canonical.js';

const options = z.strictObject({
  strategy: z.enum(['first', 'random', 'longest', 'majority']).default('first'),
  seed: z.int().default(0).describe('for random'),
  majorityAnswer: z.string().optional().describe('for majority: the most frequent answer of another split'),
});
type Options = z.output<typeof options>;

/**
 * What a model must beat: answers a choice question with one of its options without reading the question.
 *
 * `first` takes the first option, `longest` the one with the most characters, `random` draws by seed, sample and draw, so
 * that the order of asking does not matter. `majority` always answers `majorityAnswer`: which answer is the most frequent
 * one must be found on the few-shot or train split, since counting it on the questions under evaluation would use their
 * answers. Questions without options get an empty answer, except from `majority`.
 */
export const plugin: ModelPlugin<Options> = {
  name: 'baseline',
  summary: 'answers without a model: the first, a random, the longest option, or always the same answer',
  options,
  create: baseline,
};

function baseline({ strategy, seed, majorityAnswer }: Options): Model {
  const pick = pickerFor(strategy, seed, majorityAnswer);
  return {
    id: `baseline/${strategy}`,
    generate: async (request) => ({ text: pick(request), finish: 'stop' }),
  };
}

type Pick = (request: GenerateRequest) => string;

function pickerFor(strategy: Options['strategy'], seed: number, majorityAnswer: string | undefined): Pick {
  switch (strategy) {
    case 'first':
      return (request) => optionsOfRequest(request)[0] ?? '';
    case 'longest':
      return (request) => longest(optionsOfRequest(request));
    case 'random':
      return (request) => {
        const choices = optionsOfRequest(request);
        return choices[Math.floor(fraction([seed, request.sample.id, request.draw]) * choices.length)] ?? '';
      };
    case 'majority':
      if (majorityAnswer === undefined) throw noMajority();
      return () => majorityAnswer;
    default:
      return strategy satisfies never;
  }
}

function optionsOfRequest({ sample }: GenerateRequest): readonly string[] {
  return optionsOf(sample.target) ?? [];
}

/** By characters as people count them, not UTF-16 units; the first one wins a tie. */
function longest(choices: readonly string[]): string {
  return choices.toSorted((a, b) => [...b].length - [...a].length)[0] ?? '';
}

/** A number in [0, 1) that depends on nothing but the key. */
function fraction(key: readonly (string | number)[]): number {
  return Number.parseInt(sha256(canonicalJson(key)).slice(0, 12), 16) / 2 ** 48;
}

function noMajority(): HretError {
  return new HretError(
    'usage',
    'modelParams.majorityAnswer is missing: give the most frequent answer of the few-shot or train split. Counting it on the questions under evaluation would use their answers.',
  );
}
