import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const address = `${process.env.BENCH_URL}/chat/completions`;

/** The questions: rows `{ id, prompt, reference }`. */
export function samples() {
  const rows = readFileSync(process.env.BENCH_SAMPLES, 'utf8').trimEnd().split('\n');
  return rows.map((row) => JSON.parse(row));
}

/** For tools that leave the call to the user. Node's own fetch, since it is quicker than the clients their pages show. */
export async function ask(prompt) {
  const reply = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer none' },
    body: JSON.stringify({ model: 'loopback', messages: [{ role: 'user', content: prompt }], temperature: 0 }),
  });
  if (!reply.ok) throw new Error(`The server answered ${reply.status}.`);
  const body = await reply.json();
  return body.choices[0].message.content;
}

/** Calls `work` for every item, 64 at a time, for tools that bring no loop of their own. */
export async function eachOf(items, work) {
  const queue = items.entries();
  const results = new Array(items.length);
  const worker = async () => {
    for (const [place, item] of queue) results[place] = await work(item);
  };
  await Promise.all(Array.from({ length: 64 }, worker));
  return results;
}

/** For tools that leave it to the user to keep the results. */
export function keep(results) {
  const lines = results.map((result) => `${JSON.stringify(result)}\n`);
  writeFileSync(join(process.env.BENCH_RESULTS, 'results.jsonl'), lines.join(''));
}

/** What the suite compares with the known accuracy. */
export function report(accuracy) {
  process.stdout.write(`\n${JSON.stringify({ accuracy })}\n`);
}
