import type { Json } from '../core/json.js';
import { type Asked, fieldOf, type LoopbackBody } from './loopback-asked.js';
import { type LoopbackToken, tokensOf } from './loopback-tokens.js';

type Scored = Omit<LoopbackToken, 'logprob'> & { readonly logprob: number | null };

/** Nothing stands before the first token of a text, so that services give no probability for it. */
export function unknownFirst([first, ...rest]: readonly LoopbackToken[]): Scored[] {
  return first === undefined ? [] : [{ ...first, logprob: null }, ...rest];
}

/** The log-probabilities of tokens, if the request asks for them, in the form of its call. */
export function logprobsOf(tokens: readonly Scored[], { api, body }: Asked): Json {
  const { logprobs, top_logprobs: top, include } = body;
  const isWanted = api === 'responses' ? Array.isArray(include) : logprobs !== undefined && logprobs !== false;
  if (!isWanted) return null;
  const others = typeof logprobs === 'number' ? logprobs : typeof top === 'number' ? top : 0;
  if (api === 'completions') {
    return {
      tokens: tokens.map(({ text }) => text),
      token_logprobs: tokens.map(({ logprob }) => logprob),
      top_logprobs: tokens.map(({ text, logprob }) => (logprob === null ? null : alternatives(text, logprob, others))),
    };
  }
  return {
    content: tokens.map(({ text, logprob }) => ({
      token: text,
      logprob,
      bytes: [...Buffer.from(text)],
      top_logprobs: Object.entries(alternatives(text, logprob ?? 0, others)).map(([token, value]) => ({
        token,
        logprob: value,
      })),
    })),
  };
}

function alternatives(text: string, logprob: number, count: number): Record<string, number> {
  const others = Array.from({ length: Math.max(0, count - 1) }, (_, place) => [`#${place}`, logprob - place - 1]);
  return count === 0 ? {} : Object.fromEntries([[text, logprob], ...others]);
}

/** Every token of the prompt by its number; under a chat template the marks around the messages are tokens too. */
export function promptLogprobsOf({ api, body, prompt, tokenize }: Asked): Json | undefined {
  if (typeof body.prompt_logprobs !== 'number') return undefined;
  const text = api === 'chat' ? templated(body) : prompt;
  return unknownFirst(tokensOf(text, tokenize)).map(({ text: decoded_token, logprob, id }) =>
    logprob === null ? null : { [id]: { logprob, rank: 1, decoded_token } },
  );
}

function templated({ messages, continue_final_message: continues }: LoopbackBody): string {
  const turns = (Array.isArray(messages) ? messages : []).map(
    (message) => `<${String(fieldOf(message, 'role'))}>${String(fieldOf(message, 'content'))}`,
  );
  return continues === true ? turns.join('\n') : `${turns.join('\n')}\n<assistant>`;
}
