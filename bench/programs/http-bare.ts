// The least a client can do: read the file, ask through undici's pool, parse the reply. No journal, no time limits, no
// retries; the right answers are only counted so that a wrong reply would be seen.
import { readFile } from 'node:fs/promises';
import { Pool } from 'undici';
import { programInput } from '../lib/program.js';
import { type HttpInput, measured } from './http-report.js';

interface Row {
  readonly prompt: string;
  readonly reference: string;
}

interface Reply {
  readonly choices: readonly { readonly message: { readonly content: string } }[];
}

const { samples, apiBase, concurrency } = programInput<HttpInput>();
const { origin, pathname } = new URL(apiBase);
const path = `${pathname}/chat/completions`;
const headers = { 'content-type': 'application/json', authorization: 'Bearer none' };
const pool = new Pool(origin, { connections: concurrency });

await measured(async () => {
  const rows = readRows(await readFile(samples, 'utf8'));
  let done = 0;
  let right = 0;
  const work = async () => {
    for (const { prompt, reference } of rows) {
      const body = JSON.stringify({ model: 'loopback', temperature: 0, messages: [{ role: 'user', content: prompt }] });
      const reply = await pool.request({ method: 'POST', path, headers, body });
      const { choices } = JSON.parse(await reply.body.text()) as Reply;
      done++;
      if (choices[0]?.message.content === reference) right++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return { done, right };
});
await pool.close();

/** Parses a row when a worker takes it; the workers share one iterator. */
function* readRows(text: string): Generator<Row> {
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
    yield JSON.parse(text.slice(start, end)) as Row;
    start = end + 1;
  }
}
