import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** The token that ends an answer; every other token is a byte. */
export const END = 256;

export interface ByteServer {
  /** Up to `/v1`. */
  readonly url: string;
  /** Path and body of every request. */
  readonly requests: readonly { readonly path: string; readonly body: Record<string, unknown> }[];
  close(): Promise<void>;
}

export interface ByteServerOptions {
  /** Whole answers and how likely each is; a token is as likely as the answers that begin so. */
  readonly answers: Readonly<Record<string, number>>;
  /** Names tokens by text, as a server does that knows no `return_tokens_as_token_ids`. */
  readonly byText?: boolean;
  /** Status codes of the first requests, 200 for none. */
  readonly statuses?: readonly number[];
}

/** A vLLM server as far as a search over tokens needs one, with bytes for tokens and a list of answers for a model. */
export async function startByteServer({
  answers,
  byText = false,
  statuses = [],
}: ByteServerOptions): Promise<ByteServer> {
  const requests: { path: string; body: Record<string, unknown> }[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const body = (await json(request as IncomingMessage)) as Record<string, unknown>;
    const status = statuses[requests.push({ path, body }) - 1] ?? 200;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(status === 200 ? reply(path, body, answers, byText) : { error: { message: 'busy' } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

type Body = Readonly<Record<string, unknown>>;

function reply(path: string, body: Body, answers: ByteServerOptions['answers'], byText: boolean): object {
  if (path === '/tokenize') return { tokens: [...Buffer.from(promptIn(body))] };
  if (path === '/detokenize') return { prompt: Buffer.from(body.tokens as number[]).toString() };
  const prompt = typeof body.prompt === 'string' ? [...Buffer.from(body.prompt)] : (body.prompt as number[]);
  const allowed = body.allowed_token_ids as number[] | undefined;
  const next = nextOf(prompt.slice(prompt.lastIndexOf(0x3f) + 1), answers);
  const chosen = allowed?.[0] ?? next[0]?.[0] ?? END;
  const name = (token: number) => (byText ? textOf(token) : `token_id:${token}`);
  const top = next.slice(0, Number(body.logprobs)).map(([token, p]) => [name(token), Math.log(p)]);
  return {
    choices: [
      {
        text: '',
        finish_reason: chosen === END ? 'stop' : 'length',
        logprobs: { tokens: [name(chosen)], token_logprobs: [-1], top_logprobs: [Object.fromEntries(top)] },
      },
    ],
    usage: { prompt_tokens: prompt.length, completion_tokens: 1, total_tokens: prompt.length + 1 },
  };
}

function promptIn({ prompt, messages }: Body): string {
  if (typeof prompt === 'string') return prompt;
  return `<chat>${(messages as { content: string }[]).map(({ content }) => content).join('|')}`;
}

/** As OpenAI writes a token that is no character by itself. */
function textOf(token: number): string {
  if (token === END) return '<|endoftext|>';
  return token < 0x80 ? String.fromCharCode(token) : `bytes:\\x${token.toString(16)}`;
}

function nextOf(begun: readonly number[], answers: ByteServerOptions['answers']): [number, number][] {
  const weights = new Map<number, number>();
  let total = 0;
  for (const [answer, weight] of Object.entries(answers)) {
    const tokens = [...Buffer.from(answer), END];
    if (begun.some((token, place) => tokens[place] !== token)) continue;
    const token = tokens[begun.length] ?? END;
    weights.set(token, (weights.get(token) ?? 0) + weight);
    total += weight;
  }
  return [...weights].map(([token, weight]): [number, number] => [token, weight / total]).sort((a, b) => b[1] - a[1]);
}
