// Puts the records of many finished runs into the history of an output folder.
import { evaluate } from 'hret';
import { productModule } from '../lib/product.js';
import { printReport, programInput } from '../lib/program.js';
import { recordsLike } from './history-records.js';

export interface FillInput {
  readonly outputDir: string;
  readonly runs: number;
}

export interface FillReport {
  /** Contexts and the real run included. */
  readonly inHistory: number;
}

// Internal: nobody runs ten thousand evaluations to look at their list. What puts them in is what makes a history anew.
const { openHistory }: typeof import('../../dist/history/history.js') = await import(
  productModule('history/history.js')
);
const { memoryRunStore }: typeof import('../../dist/history/run-store.js') = await import(
  productModule('history/run-store.js')
);

const { outputDir, runs } = programInput<FillInput>();
const model = evaluate({ dataset: 'ko_sample', runName: 'real', outputDir })(async () => '정답: A');
await model.evaluate();

using history = await openHistory(outputDir, { warn: (message) => process.stderr.write(`${message}\n`) });
const store = memoryRunStore();
const real = history.find('real');
await store.save(real);
for (const record of recordsLike(real, runs)) await store.save(record);
printReport({ inHistory: await history.rebuild(store) } satisfies FillReport);
