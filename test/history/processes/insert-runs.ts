import { openHistory } from '../../../src/history/history.js';
import { recordOf } from '../fixtures.js';

// Puts 100 runs into the history, each with its own opening, as a program that evaluates something does.
const [outputDir = '', name = ''] = process.argv.slice(2);
for (let number = 0; number < 100; number += 1) {
  const history = await openHistory(outputDir, { warn: () => {} });
  history.upsert(recordOf(`${name}-${number}`, { name, status: 'finished', metrics: { number } }));
  history.close();
}
