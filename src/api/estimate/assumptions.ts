import { isNearby } from '../../backends/prices/price-table.js';
import type { EvaluateOptions } from '../../core/options.js';
import type { TokenCounter } from '../token-counter.js';
import { FIRST_TOKEN_MS } from './duration.js';
import type { EstimateLine } from './line.js';
import { IMAGE_TOKENS, type Tally } from './tally.js';

export interface Assumed {
  readonly options: EvaluateOptions;
  readonly tallies: readonly Tally[];
  readonly lines: readonly EstimateLine[];
  readonly hasEmbedder: boolean;
  readonly images: number;
  readonly counter: TokenCounter;
  readonly isRanking: boolean;
  /** Tokens of an answer as the user has them. */
  readonly given: number | undefined;
  readonly workers: number;
}

/** Everything that was assumed, in sentences. */
export function assumptionsOf({
  options,
  tallies,
  lines,
  hasEmbedder,
  images,
  counter,
  isRanking,
  given,
  workers,
}: Assumed): string[] {
  const writing = tallies.filter((_, place) => lines[place]?.outputTokens.typical !== 0);
  const each = [...new Set(writing.map((tally) => tally.each))].join(' or ');
  const unbound = lines.filter(({ outputTokens }) => outputTokens.most === undefined);
  const hasBeams = options.scalingMethod === 'beam_search';
  return [
    `Prompts are counted by ${counter.name}.`,
    ...(isRanking
      ? [
          'Ranking sends the prompt once for every option and generates nothing; finding out how a server does it takes a request or two more.',
        ]
      : []),
    ...(writing.length > 0 && given === undefined
      ? [`A typical answer is taken to have ${each} tokens; say better with --output-tokens.`]
      : []),
    ...(unbound.length > 0
      ? [
          `Without maxTokens nothing bounds the answers of ${unbound.map(({ model }) => model).join(', ')}, so there is no most.`,
        ]
      : []),
    ...(hasBeams ? ['A typical answer of beam_search is taken to have one step, or as many tokens as any other.'] : []),
    ...(images > 0 ? [`An image is taken to have ${IMAGE_TOKENS} tokens.`] : []),
    ...new Set(tallies.map((tally, place) => priceOf(tally, lines[place]))),
    `An answer is taken to begin after ${FIRST_TOKEN_MS / 1000} s and to come at 60 tokens a second, with ${workers} requests in flight.`,
    `Not counted: ${hasEmbedder ? 'embeddings, ' : ''}retries.`,
  ];
}

function priceOf({ facts }: Tally, line: EstimateLine | undefined): string {
  const { modelName, baseUrl } = facts;
  if (line?.priceSource !== undefined)
    return `The price of ${modelName} is from ${line.priceSource}, without discounts for cached input. Batch APIs of OpenAI, Anthropic and Google take half of it.`;
  const where = baseUrl !== undefined && isNearby(baseUrl) ? ' on a server of your own' : '';
  return `Nobody says what ${modelName} costs${where}; give prices in its params.`;
}
