import { z } from 'zod';
import type { NextTokensRequest, Prompt, Token } from '../../core/model.js';
import { HretError } from '../../errors.js';
import { replyError } from '../reply-error.js';
import type { LikelihoodSetting } from './log-likelihoods.js';
import { nextStep } from './next-step.js';
import type { TokenWay } from './next-tokens.js';
import { jsonIn, shaped } from './reply-json.js';
import { messagesFor, promptStart } from './request.js';

type Signalled = Pick<NextTokensRequest, 'signal'>;

const tokenized = z.object({ tokens: z.array(z.int()).min(1) });
const detokenized = z.object({ prompt: z.string() });
const NAMED = /^token_id:(\d+)$/;

/**
 * Next tokens from a vLLM server, all by their numbers, so that no character is lost that is spread over several tokens:
 * `/tokenize` turns the prompt into tokens, under the chat template where the API is chat; completions go on from tokens and
 * name the likeliest ones by number (`return_tokens_as_token_ids`); `/detokenize` turns an answer into text. Log-probabilities
 * are the plain ones of the model (`--logprobs-mode raw_logprobs`, the default of the server).
 * https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html
 */
export function tokensById(setting: LikelihoodSetting): TokenWay {
  const prompts = new WeakMap<Prompt, Promise<readonly number[]>>();
  const promptOf = ({ prompt, signal }: NextTokensRequest) => {
    const known = prompts.get(prompt) ?? promptTokens(setting, prompt, { signal });
    prompts.set(prompt, known);
    known.catch(() => prompts.delete(prompt));
    return known;
  };
  const ends = endsOf(setting);
  return {
    async textOf(tokens, request) {
      if (tokens.length === 0) return '';
      const body = { model: setting.asking.model, tokens: tokens.map(({ key }) => Number(key)) };
      return (await post(setting, 'detokenize', body, detokenized, request)).prompt;
    },
    async after(tokens, request) {
      const prompt = [...(await promptOf(request)), ...tokens.map(({ key }) => Number(key))];
      // As many again, because some of them may end the answer.
      const fields = { prompt, logprobs: 2 * request.count, return_tokens_as_token_ids: true };
      const { likeliest, chosen, isEnd, ...took } = await nextStep(setting, fields, request);
      if (chosen !== undefined) ends.know(numberOf(chosen), isEnd);
      const next = await Promise.all(
        likeliest.map(async ([name, logprob]): Promise<Token> => {
          const key = numberOf(name);
          return { key, logprob, isEnd: await ends.has(key, request) };
        }),
      );
      return { ...took, tokens: upTo(next, request.count), attempts: 1 };
    },
  };
}

/** Up to the last one that is wanted. */
function upTo(tokens: readonly Token[], count: number): readonly Token[] {
  let left = count;
  const last = tokens.findIndex(({ isEnd }) => !isEnd && --left === 0);
  return last === -1 ? tokens : tokens.slice(0, last + 1);
}

function numberOf(name: string): number {
  const [, number] = NAMED.exec(name) ?? [];
  if (number !== undefined) return Number(number);
  throw new HretError(
    'model',
    `The server names tokens by their text ("${name}"), not by their number: it heeds no return_tokens_as_token_ids. Is it a vLLM server?`,
    { stopsRun: true },
  );
}

interface Ends {
  know(token: number, isEnd: boolean): void;
  has(token: number, request: Signalled): Promise<boolean>;
}

/** Which tokens end an answer. No field says so, but a server made to choose a token shows whether it ends there; once for each token of the run. */
function endsOf(setting: LikelihoodSetting): Ends {
  const known = new Map<number, Promise<boolean>>();
  const find = async (token: number, request: Signalled) => {
    const fields = { prompt: [token], logprobs: 1, allowed_token_ids: [token], return_tokens_as_token_ids: true };
    return (await nextStep(setting, fields, request)).isEnd;
  };
  return {
    know: (token, isEnd) => void known.set(token, Promise.resolve(isEnd)),
    async has(token, request) {
      try {
        const found = await known.get(token);
        if (found !== undefined) return found;
      } catch {
        // Somebody else's question failed, or was given up.
        request.signal.throwIfAborted();
      }
      const asked = find(token, request);
      known.set(token, asked);
      asked.catch(() => known.delete(token));
      return asked;
    },
  };
}

async function promptTokens(
  setting: LikelihoodSetting,
  prompt: Prompt,
  request: Signalled,
): Promise<readonly number[]> {
  const { api, model, options } = setting.asking;
  const asked =
    api === 'chat'
      ? { messages: messagesFor(options, prompt.text, prompt), add_generation_prompt: true }
      : { prompt: promptStart(options) + prompt.text };
  return (await post(setting, 'tokenize', { ...options.extraBody, model, ...asked }, tokenized, request)).tokens;
}

/** These two are beside `/v1`, not in it. */
async function post<Shape>(
  { http, headers, urlOf, serviceOf }: LikelihoodSetting,
  name: 'tokenize' | 'detokenize',
  body: Readonly<Record<string, unknown>>,
  schema: z.ZodType<Shape>,
  request: Signalled,
): Promise<Shape> {
  const service = serviceOf(`/../${name}`);
  const reply = await http.postJson(new URL(`../${name}`, urlOf('/models')), headers, body, request);
  if (reply.status < 200 || reply.status > 299) throw replyError(reply, service);
  return shaped(schema, jsonIn(reply, service), reply, service);
}
