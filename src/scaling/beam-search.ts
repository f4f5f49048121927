import { z } from 'zod';
import type { Wrap } from '../core/model.js';
import type { ScalingPlugin, ScalingRequest } from '../core/plugin.js';
import { rewardOf } from '../core/roles.js';
import { HretError } from '../errors.js';
import { compileTemplate } from '../prompts/python-format.js';
import { searchSteps } from './beam-steps.js';
import { searchTokens } from './beam-tokens.js';

const CONTINUE =
  '{input}\n\nContinue this unfinished answer exactly where it stops, without repeating any of it:\n\n{prefix}';

const tokenOptions = {
  maxTokens: z.int().min(1).optional().describe('by tokens: longest answer (default 50)'),
  lengthPenalty: z
    .number()
    .optional()
    .describe('by tokens: score = sum of log-probabilities / tokens ^ lengthPenalty (default 1)'),
  earlyStopping: z
    .union([z.boolean(), z.literal('never')])
    .optional()
    .describe('by tokens: true ends with the first beamSize answers; never waits for the best (default false)'),
};
const stepOptions = {
  expansions: z.int().min(1).max(64).optional().describe('by steps: next steps for each beam (default 4)'),
  maxSteps: z
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe('by steps: how many are searched; the rest is written in one go (default 8)'),
  stepSeparator: z.string().min(1).optional().describe('by steps: what ends a step (default an empty line)'),
  continuePrompt: z
    .string()
    .optional()
    .describe(
      'by steps: how a model is asked to go on, with {input} and {prefix} (default: a request to a chat model)',
    ),
};
const options = z.strictObject({
  by: z
    .enum(['steps', 'tokens'])
    .optional()
    .describe('what is searched over; default: steps where there is a reward model, else tokens'),
  beamSize: z.int().min(1).max(64).default(4).describe('how many unfinished answers are kept'),
  ...tokenOptions,
  ...stepOptions,
});
type Options = z.output<typeof options>;

/** Keeps the best unfinished answers and lets them go on: over steps with a reward model, over tokens without one. */
export const plugin: ScalingPlugin<Options> = {
  name: 'beam_search',
  summary: 'Searches for the likeliest answer token by token, or step by step for the one a reward model likes best.',
  options,
  isDrawing: isBySteps,
  create: (given, request) => (isBySteps(given, request) ? bySteps(given, request) : byTokens(given)),
};

function isBySteps({ by }: Options, request: ScalingRequest): boolean {
  return by === 'steps' || (by === undefined && request.reward !== undefined);
}

function bySteps(given: Options, request: ScalingRequest): Wrap {
  refuse(given, tokenOptions, 'steps');
  const { beamSize, expansions = 4, maxSteps = 8, stepSeparator = '\n\n', continuePrompt = CONTINUE } = given;
  const template = compileTemplate(continuePrompt, ['input', 'prefix'], 'scalingParams.continuePrompt');
  const reward = rewardOf(request, 'beam_search by steps');
  return searchSteps({ beamSize, expansions, maxSteps, stepSeparator, template }, reward);
}

function byTokens(given: Options): Wrap {
  refuse(given, stepOptions, 'tokens');
  const { beamSize, maxTokens = 50, lengthPenalty = 1, earlyStopping = false } = given;
  return searchTokens({ beamSize, maxTokens, lengthPenalty, earlyStopping });
}

function refuse(given: Options, others: object, by: 'steps' | 'tokens'): void {
  const stray = Object.keys(others).filter((name) => given[name as keyof Options] !== undefined);
  if (stray.length === 0) return;
  const how =
    by === 'tokens'
      ? 'without a rewardModel it goes by tokens; set one, or leave them out'
      : 'with a rewardModel it goes by steps; set by: "tokens", or leave them out';
  throw new HretError('usage', `scalingParams: beam_search by ${by} has no ${stray.join(', ')}: ${how}.`);
}
