import type { Generation } from '../../core/model.js';
import { HretError } from '../../errors.js';
import { replyError } from '../reply-error.js';
import type { LikelihoodSetting } from './log-likelihoods.js';
import { generationOf } from './reply.js';

/** One step of a model: what may come next, by the names the server has for tokens. */
export interface Step extends Pick<Generation, 'usage' | 'costUsd'> {
  /** Likeliest first, with natural logarithms of their probabilities. */
  readonly likeliest: readonly (readonly [name: string, logprob: number])[];
  /** The token that was chosen, and whether the server ended the answer with it. */
  readonly chosen: string | undefined;
  readonly isEnd: boolean;
}

const PATH = '/completions';

/** Asks for one token after a prompt, given as text or as tokens, and for the likeliest ones in its place. */
export async function nextStep(
  { asking, http, headers, urlOf, replies, serviceOf }: LikelihoodSetting,
  fields: { readonly prompt: string | readonly number[]; readonly logprobs: number } & Readonly<
    Record<string, unknown>
  >,
  request: { readonly signal: AbortSignal },
): Promise<Step> {
  const service = serviceOf(PATH);
  const body = { model: asking.model, temperature: 0, ...asking.options.extraBody, max_tokens: 1, ...fields };
  const reply = await http.postJson(urlOf(PATH), headers, body, request);
  replies.heard?.(reply.headers);
  if (reply.status < 200 || reply.status > 299) throw replyError(reply, service);
  const { metadata, finish, usage, costUsd } = generationOf(reply, service, true);
  const logprobs = metadata?.logprobs as Kept | undefined;
  const [top] = logprobs?.top ?? [];
  if (top === undefined) {
    throw new HretError('model', `${service.name}: ${service.url} gave no log-probabilities of the next token.`, {
      status: reply.status,
    });
  }
  return {
    likeliest: Object.entries(top).sort((a, b) => b[1] - a[1]),
    chosen: logprobs?.tokens[0],
    isEnd: finish === 'stop',
    ...(usage !== undefined && { usage }),
    ...(costUsd !== undefined && { costUsd }),
  };
}

/** As `keptLogprobs` makes it. */
interface Kept {
  readonly tokens: readonly string[];
  readonly top?: readonly Readonly<Record<string, number>>[];
}
