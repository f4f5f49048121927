import { z } from 'zod';
import type { GenerateRequest, Generation, Wrap } from '../core/model.js';
import type { Compat, ScalingPlugin } from '../core/plugin.js';
import { extractFinalAnswer } from '../prompts/final-answer.js';
import { strip } from '../prompts/python-text.js';
import { drawn, together } from './draws.js';
import { voteOf } from './vote-key.js';

const options = z.strictObject({
  nPaths: z.int().min(1).max(1000).default(5).describe('how often the model is asked'),
  promptCot: z.string().default("\nLet's think step by step.\n").describe('put after every prompt'),
  useDefaultParser: z.boolean().default(true).describe('vote on the final answer; false: on the whole text'),
});
type Options = z.output<typeof options>;

/**
 * Asks several times and takes the answer most of the paths came to, the first to come of equally many (Wang et al.,
 * "Self-Consistency Improves Chain of Thought Reasoning in Language Models", 2022). The prediction is the whole text of the
 * first path that came to it; under `compat: 'hret'` it is the answer alone.
 */
export const plugin: ScalingPlugin<Options> = {
  name: 'self_consistency',
  summary: 'Asks several times and takes the answer most of them come to.',
  options,
  isDrawing: () => true,
  create: (given, { compat }) => selfConsistency(given, compat),
};

function selfConsistency({ nPaths, promptCot, useDefaultParser }: Options, compat: Compat): Wrap {
  return (model) => ({
    ...model,
    async generate(request: GenerateRequest): Promise<Generation> {
      const prompt = { ...request.prompt, text: request.prompt.text + promptCot };
      const paths = await drawn(model, { ...request, prompt }, nPaths);
      const votes = paths.map((path) =>
        compat === 'hret' ? hretVote(path, useDefaultParser) : voteOf(path, request.sample, useDefaultParser),
      );
      const chosen = chosenBy(votes);
      const path = paths[chosen] as Generation;
      return {
        ...path,
        ...together(paths),
        ...(compat === 'hret' && { text: votes[chosen] ?? '' }),
        metadata: { ...path.metadata, selfConsistency: { votes: votes.map((vote) => vote ?? null), chosen } },
      };
    },
  });
}

/** The place of the first vote for what most voted for; without any vote the first path. */
function chosenBy(votes: readonly (string | undefined)[]): number {
  const counts = new Map<string, number>();
  for (const vote of votes) if (vote !== undefined) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return Math.max(
    0,
    votes.findIndex((vote) => vote !== undefined && counts.get(vote) === most),
  );
}

function hretVote({ text }: Generation, isExtracting: boolean): string {
  return (isExtracting ? extractFinalAnswer(text, 'hret')?.answer : undefined) ?? (isExtracting ? text : strip(text));
}
