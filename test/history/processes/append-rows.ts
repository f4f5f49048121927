import { openSync, writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { fileRunStore } from '../../../src/history/run-store.js';
import { rowOf } from '../fixtures.js';

// Goes on appending to the run "r" until it is killed. Into the file `acknowledged` it writes how many rows the journal
// must have: those appended in turns of the event loop before the current one.
const [outputDir = '', acknowledged = ''] = process.argv.slice(2);
const store = fileRunStore(outputDir, { redact: (text) => text, now: Date.now, warn: () => {} });
const log = await store.reopen('r');
let index = 0;
for await (const head of log.heads()) index = head.index + 1;
const file = openSync(acknowledged, 'w');

for (;;) {
  // Now many short rows, now few long ones, now more than the buffer holds.
  const rows = 1 + (index % 40);
  const input = '가나다'.repeat(index % 7 === 0 ? 20_000 : 50);
  for (let row = 0; row < rows; row += 1) {
    log.append(rowOf(index, { input }));
    index += 1;
  }
  await turn();
  writeSync(file, String(index).padStart(12), 0);
}
