/**
 * Tells W&B of a run from a process of its own, which a test kills. The run is told in a JSON file: `options` of the
 * tracker, `folder`, `begin` and `end` (records), `total`, `results`. Without `end` the process waits for its end instead.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const from = (path) => import(new URL(`../../dist/trackers/wandb/${path}`, import.meta.url));
const [{ plugin }, { wandbOptions }] = await Promise.all([from('plugin.js'), from('options.js')]);
const { options, folder, begin, end, total, results } = JSON.parse(readFileSync(process.argv[2], 'utf8'));

const world = {
  env: process.env,
  cwd: process.cwd(),
  now: Date.now,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  random: Math.random,
  fetch,
  warn: console.error,
  keepSecret() {},
};
const tracker = await plugin.create(wandbOptions.parse(options), world);
const runFolder = {
  path: folder,
  async *results() {
    yield* results;
  },
};
await tracker.handle({ type: 'run-start', record: begin, total, folder: runFolder });
for (const result of results) await tracker.handle({ type: 'sample-end', result });
if (end === undefined) await sleep(60_000);
await tracker.handle({ type: 'run-end', record: end });
await tracker[Symbol.asyncDispose]();
console.log(tracker.outcome());
