// An OpenAI-compatible server on this machine that answers with a letter. It speaks HTTP over plain sockets and sends
// replies made beforehand, because with `node:http` and a JSON body of its own it would be the bound, not the client.
// It is over when its standard input is closed: no server outlives the bench.
import { type AddressInfo, createServer } from 'node:net';
import { letterIndex } from '../lib/answer.js';
import { RequestReader } from '../lib/http-request.js';

const latencyMs = Number(process.argv[2] ?? 0);
const TAG = Buffer.from('[Q');
const CLOSING_BRACKET = ']'.charCodeAt(0);

const replies = ['A', 'B', 'C', 'D'].map((letter) =>
  reply({
    id: 'loopback-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'loopback',
    choices: [{ index: 0, message: { role: 'assistant', content: letter }, logprobs: null, finish_reason: 'stop' }],
    usage: { prompt_tokens: 300, completion_tokens: 1, total_tokens: 301 },
  }),
);
const models = reply({ object: 'list', data: [{ id: 'loopback', object: 'model' }] });

let answers = new Map<number, number>();
let requests = 0;
let inFlight = 0;
let mostInFlight = 0;

const server = createServer({ noDelay: true }, (socket) => {
  const reader = new RequestReader();
  const answer = (bytes: Buffer) => {
    inFlight--;
    if (!socket.destroyed) socket.write(bytes);
  };
  socket.on('data', (chunk: Buffer) => {
    for (const { path, body } of reader.read(chunk)) {
      if (path.endsWith('/completions')) {
        const bytes = replyTo(body);
        mostInFlight = Math.max(mostInFlight, ++inFlight);
        if (latencyMs > 0) setTimeout(answer, latencyMs, bytes);
        else answer(bytes);
      } else socket.write(otherReply(path));
    }
  });
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', 4096, () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.stdin.on('end', () => process.exit(0)).resume();

function replyTo(body: Buffer): Buffer {
  const question = questionOf(body);
  requests++;
  answers.set(question, (answers.get(question) ?? 0) + 1);
  return replies[letterIndex(question)] ?? models;
}

/** The number in the last `[Q…]`; 0 without one. */
function questionOf(body: Buffer): number {
  const start = body.lastIndexOf(TAG);
  if (start === -1) return 0;
  const end = body.indexOf(CLOSING_BRACKET, start);
  return Number(body.toString('latin1', start + TAG.length, end)) || 0;
}

function otherReply(path: string): Buffer {
  if (path.endsWith('/models')) return models;
  if (path === '/reset') {
    answers = new Map();
    requests = mostInFlight = 0;
  }
  let answeredTwice = 0;
  for (const count of answers.values()) if (count > 1) answeredTwice++;
  const { user, system } = process.cpuUsage();
  return reply({ requests, answeredTwice, mostInFlight, cpuMs: (user + system) / 1000 });
}

function reply(body: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(body));
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${json.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), json]);
}
