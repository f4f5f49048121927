import type { GenerateRequest, Generation, Model, RewardModel, Wrap } from '../core/model.js';
import { HretError } from '../errors.js';
import type { Template } from '../prompts/python-format.js';
import { allOf, together } from './draws.js';

export interface StepSearch {
  /** How many unfinished answers are kept. */
  readonly beamSize: number;
  /** How many next steps each of them is given. */
  readonly expansions: number;
  readonly maxSteps: number;
  readonly stepSeparator: string;
  /** Asks a model to go on, with {input} and {prefix}. */
  readonly template: Template;
}

/** An answer as far as it is decided, and how the model meant to go on. */
interface Beam {
  readonly prefix: string;
  readonly rest: string;
  readonly isComplete: boolean;
  readonly value: number;
  readonly generation: Generation;
}

/**
 * Beam search over steps with a value model (Snell et al., "Scaling LLM Test-Time Compute Optimally", 2024): every unfinished
 * answer is given several next steps, the reward model says how good each looks, and the best go on.
 */
export function searchSteps(given: StepSearch, reward: RewardModel): Wrap {
  return (model) => ({
    ...model,
    async generate(request: GenerateRequest): Promise<Generation> {
      const asked: Generation[] = [];
      let beams: readonly Beam[] = [];
      for (let step = 0; step < given.maxSteps; step++) {
        const open = step === 0 ? [undefined] : beams.filter(({ isComplete }) => !isComplete);
        if (open.length === 0) break;
        const next = await expanded(model, request, { given, step, open });
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
      const details = { by: 'steps', values: beams.map(({ value }) => value), asked: asked.length };
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
  readonly given: StepSearch;
  readonly step: number;
  /** `undefined`: the beginning. */
  readonly open: readonly (Beam | undefined)[];
}

/** The next steps of all open beams, asked for at once. */
function expanded(
  model: Model,
  request: GenerateRequest,
  { given, step, open }: Expansion,
): Promise<Omit<Beam, 'value'>[]> {
  const { beamSize, expansions, maxSteps, stepSeparator, template } = given;
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
