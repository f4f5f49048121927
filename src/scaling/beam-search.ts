import { z } from 'zod';
import type { GenerateRequest, Generation, Model, RewardModel, Wrap } from '../core/model.js';
import type { ScalingPlugin } from '../core/plugin.js';
import { rewardOf } from '../core/roles.js';
import { HretError } from '../errors.js';
import { compileTemplate, type Template } from '../prompts/python-format.js';
import { allOf, together } from './draws.js';

const CONTINUE =
  '{input}\n\nContinue this unfinished answer exactly where it stops, without repeating any of it:\n\n{prefix}';

const options = z.strictObject({
  beamSize: z.int().min(1).max(64).default(4).describe('how many unfinished answers are kept'),
  expansions: z.int().min(1).max(64).default(4).describe('how many next steps each of them is given'),
  maxSteps: z.int().min(1).max(100).default(8).describe('how many steps are searched; the rest is written in one go'),
  stepSeparator: z.string().min(1).default('\n\n').describe('what ends a step'),
  continuePrompt: z.string().default(CONTINUE).describe('how a model is asked to go on, with {input} and {prefix}'),
});
type Options = z.output<typeof options>;

/**
 * Beam search over steps with a value model (Snell et al., "Scaling LLM Test-Time Compute Optimally", 2024): every unfinished
 * answer is given several next steps, the reward model says how good each looks, and the best go on.
 */
export const plugin: ScalingPlugin<Options> = {
  name: 'beam_search',
  summary: 'Writes an answer step by step, going on with the steps that a reward model likes best.',
  options,
  create(given, request) {
    const reward = rewardOf(request, 'beam_search');
    const template = compileTemplate(given.continuePrompt, ['input', 'prefix'], 'scalingParams.continuePrompt');
    return beamSearch(given, reward, template);
  },
};

/** An answer as far as it is decided, and how the model meant to go on. */
interface Beam {
  readonly prefix: string;
  readonly rest: string;
  readonly isComplete: boolean;
  readonly value: number;
  readonly generation: Generation;
}

function beamSearch(given: Options, reward: RewardModel, template: Template): Wrap {
  return (model) => ({
    ...model,
    async generate(request: GenerateRequest): Promise<Generation> {
      const asked: Generation[] = [];
      let beams: readonly Beam[] = [];
      for (let step = 0; step < given.maxSteps; step++) {
        const open = step === 0 ? [undefined] : beams.filter(({ isComplete }) => !isComplete);
        if (open.length === 0) break;
        const next = await expanded(model, request, { given, template, step, open });
        asked.push(...next.map(({ generation }) => generation));
        const valued = await allOf(next.map((beam) => withValue(beam, request, reward)));
        const done = beams.filter(({ isComplete }) => isComplete);
        beams = best([...done, ...valued], given.beamSize);
      }
      const [chosen] = beams;
      if (chosen === undefined)
        throw new HretError(
          'model',
          'beam_search: no step could be valued: all were empty, withheld or without a reward',
        );
      const candidates = beams.map(({ prefix, rest }) => prefix + rest);
      const details = { values: beams.map(({ value }) => value), asked: asked.length };
      return {
        ...chosen.generation,
        ...together(asked),
        text: chosen.prefix + chosen.rest,
        candidates,
        metadata: { ...chosen.generation.metadata, beamSearch: details },
      };
    },
  });
}

interface Expansion {
  readonly given: Options;
  readonly template: Template;
  readonly step: number;
  /** `undefined`: the beginning. */
  readonly open: readonly (Beam | undefined)[];
}

/** The next steps of all open beams, asked for at once. */
function expanded(
  model: Model,
  request: GenerateRequest,
  { given, template, step, open }: Expansion,
): Promise<Omit<Beam, 'value'>[]> {
  const { beamSize, expansions, maxSteps, stepSeparator } = given;
  return allOf(
    open.flatMap((beam, place) =>
      Array.from({ length: expansions }, async (_, expansion) => {
        const prefix = beam?.prefix ?? '';
        const text = prefix === '' ? request.prompt.text : template.fill({ input: request.prompt.text, prefix });
        const draw = ((request.draw * maxSteps + step) * beamSize + place) * expansions + expansion;
        const generation = await model.generate({ ...request, prompt: { ...request.prompt, text }, draw });
        return stepOf(prefix, generation, stepSeparator);
      }),
    ),
  );
}

/** Models like to begin anew: what repeats the prefix is taken off. */
function stepOf(prefix: string, generation: Generation, separator: string): Omit<Beam, 'value'> {
  const isRepeated = prefix !== '' && generation.text.startsWith(prefix);
  const text = isRepeated ? generation.text.slice(prefix.length) : generation.text;
  const begin = text.length - text.trimStart().length;
  const at = text.indexOf(separator, begin);
  const end = at === -1 ? text.length : at + separator.length;
  const isComplete = text.slice(end).trim() === '';
  return { prefix: prefix + text.slice(0, end), rest: isComplete ? '' : text.slice(end), isComplete, generation };
}

async function withValue(beam: Omit<Beam, 'value'>, request: GenerateRequest, reward: RewardModel): Promise<Beam> {
  const isEmpty = beam.prefix.trim() === '' || beam.generation.finish === 'filter';
  const value = isEmpty ? Number.NaN : await reward.reward(request.prompt, beam.prefix, request.signal);
  return { ...beam, value };
}

/** The best, best first; equal texts once, of equals the earlier. What has no value cannot go on. */
function best(beams: readonly Beam[], n: number): Beam[] {
  const byText = new Map<string, Beam>();
  for (const beam of beams) {
    if (!Number.isFinite(beam.value)) continue;
    const twin = byText.get(beam.prefix);
    if (twin === undefined || (beam.isComplete && !twin.isComplete)) byText.set(beam.prefix, beam);
  }
  return [...byText.values()].sort((a, b) => b.value - a.value).slice(0, n);
}
