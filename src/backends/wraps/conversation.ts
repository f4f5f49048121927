import type { GenerateRequest, Generation, Model, Turn } from '../../core/model.js';
import { tookTogether } from '../../core/took-together.js';
import { HretError } from '../../errors.js';

/**
 * Asks a sample's follow-ups too, each with the conversation so far. The answer is the last one; all of them are in its
 * metadata as `turns`, and tokens and prices are those of all.
 */
export function conversation(model: Model): Model {
  const { nextTokens } = model;
  return {
    ...model,
    ...(nextTokens !== undefined && {
      nextTokens: async (request) => {
        if (request.sample.followUps !== undefined) throw noSearch();
        return nextTokens(request);
      },
    }),
    generate: (request) =>
      request.sample.followUps === undefined ? model.generate(request) : talk(model, request, request.sample.followUps),
  };
}

async function talk(model: Model, request: GenerateRequest, followUps: readonly string[]): Promise<Generation> {
  const generations = [await model.generate(request)];
  const earlier: Turn[] = [];
  let question = request.prompt.text;
  for (const followUp of followUps) {
    earlier.push({ question, answer: generations.at(-1)?.text ?? '' });
    question = followUp;
    const prompt = { ...request.prompt, text: followUp, earlier: [...earlier] };
    generations.push(await model.generate({ ...request, prompt }));
  }
  return joined(generations);
}

/** One that was cut off or withheld on the way cuts off the conversation. */
function joined(generations: readonly Generation[]): Generation {
  const last = generations.at(-1);
  if (last === undefined) throw new TypeError('a conversation has at least one answer');
  return {
    ...last,
    ...tookTogether(generations),
    finish: generations.find(({ finish }) => finish !== 'stop')?.finish ?? 'stop',
    metadata: { ...last.metadata, turns: generations.map(({ text }) => text) },
  };
}

function noSearch(): HretError {
  return new HretError(
    'usage',
    'beam_search by tokens writes one answer, not a conversation; set a rewardModel to search by steps.',
  );
}
