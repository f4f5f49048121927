import { z } from 'zod';
import { HretError } from '../../errors.js';
import type { ScoredTokens } from './likelihood-tokens.js';
import type { OpenaiOptions } from './options.js';
import { type Body, messagesFor } from './request.js';

/** What a service is asked about: a prompt with a continuation, or a prompt alone. */
export interface Given {
  readonly context: string;
  readonly continuation?: string;
}

/** How a service is made to tell how likely the tokens of a given text are. */
export interface Way {
  /** As messages call it. */
  readonly name: string;
  readonly path: '/completions' | '/chat/completions';
  /** The prompt is put into a chat template, so that its end and the beginning of the continuation do not touch. */
  readonly isTemplated: boolean;
  body(given: Given): Body;
  /** Of the text alone, not of what the model wrote after it. `undefined`: the service did not do what it was asked. */
  read(json: unknown, given: Given): ScoredTokens | undefined;
}

const echoed = z.object({
  choices: z.tuple([
    z.object({
      text: z.string(),
      logprobs: z.object({ tokens: z.array(z.string()), token_logprobs: z.array(z.number().nullable()) }),
    }),
  ]),
  usage: z.object({ completion_tokens: z.number().nullish() }).nullish(),
});

/**
 * The completions API gives the prompt back with its log-probabilities: OpenAI's own way for its base models, and that of
 * vLLM, llama-cpp-python and FastChat. One token is asked for, because servers take 0 for "no limit" or refuse it; it is
 * cut off again. https://platform.openai.com/docs/api-reference/completions/create (echo, logprobs)
 */
const echo: Way = {
  name: 'echo with logprobs',
  path: '/completions',
  isTemplated: false,
  body: (given) => ({ prompt: wholeOf(given), max_tokens: 1, echo: true, logprobs: 1 }),
  read(json, asked) {
    const parsed = echoed.safeParse(json);
    if (!parsed.success) return undefined;
    const { choices, usage } = parsed.data;
    const [{ text: given, logprobs }] = choices;
    const count = logprobs.tokens.length - (usage?.completion_tokens ?? 1);
    if (!given.startsWith(wholeOf(asked)) || count < 1 || logprobs.token_logprobs.length < count) return undefined;
    return { texts: logprobs.tokens.slice(0, count), logprobs: logprobs.token_logprobs.slice(0, count) };
  },
};

const position = z
  .record(z.string(), z.object({ logprob: z.number(), decoded_token: z.string().nullish() }))
  .nullable();
const positions = z.array(position).min(1);
const ofPrompt = z.object({
  prompt_logprobs: positions.nullish(),
  choices: z.tuple([z.object({ prompt_logprobs: positions.nullish() })]),
});

/** vLLM's own field. 0 asks for the tokens of the prompt alone, without others that were likelier. */
const PROMPT_LOGPROBS = { max_tokens: 1, prompt_logprobs: 0 };

/** https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html (extra parameters) */
const promptLogprobs: Way = {
  name: 'prompt_logprobs',
  path: '/completions',
  isTemplated: false,
  body: (given) => ({ prompt: wholeOf(given), ...PROMPT_LOGPROBS }),
  read: readPromptLogprobs,
};

/** The ways of the completions API, in the order they are tried. */
export const COMPLETION_WAYS: readonly Way[] = [echo, promptLogprobs];

/** vLLM's chat continues the last message, so that an option can stand as a begun answer under the chat template. */
export function chatWay(options: OpenaiOptions): Way {
  return {
    name: 'prompt_logprobs of a continued message',
    path: '/chat/completions',
    isTemplated: true,
    body({ context, continuation }) {
      const isBegun = continuation !== undefined;
      const answer = isBegun ? [{ role: 'assistant', content: continuation }] : [];
      return {
        messages: [...messagesFor(options, context), ...answer],
        add_generation_prompt: !isBegun,
        continue_final_message: isBegun,
        ...PROMPT_LOGPROBS,
      };
    },
    read: readPromptLogprobs,
  };
}

function wholeOf({ context, continuation = '' }: Given): string {
  return context + continuation;
}

/** A chat reply has them beside the choices, a completion within its choice. */
function readPromptLogprobs(json: unknown): ScoredTokens | undefined {
  const parsed = ofPrompt.safeParse(json);
  if (!parsed.success) return undefined;
  const given = parsed.data.prompt_logprobs ?? parsed.data.choices[0].prompt_logprobs;
  if (given === undefined || given === null) return undefined;
  const tokens = given.map((alternatives) => (alternatives === null ? [] : Object.values(alternatives)));
  // With several at one place there is no telling which of them is the prompt's own: the keys of JSON keep no order.
  if (tokens.some(({ length }) => length > 1)) return undefined;
  return {
    logprobs: tokens.map(([token]) => token?.logprob ?? null),
    texts: tokens.map(([token]) => token?.decoded_token ?? undefined),
  };
}

/** Whether a refusal says that the service lacks this, rather than that it is busy or the key is wrong. */
export function isLacking(error: unknown): error is HretError {
  return error instanceof HretError && [400, 404, 405, 415, 422, 501].includes(error.status ?? 0);
}
