// Reads what `hret history` shows, the first time in a process: the SQL library is loaded, the history opened, every line made.
import { performance } from 'node:perf_hooks';
import { productModule } from '../lib/product.js';
import { printReport, programInput } from '../lib/program.js';

export interface ListInput {
  readonly outputDir: string;
  /** Lines there are to be. */
  readonly lines: number;
}

export interface ListReport {
  readonly milliseconds: number;
}

// Internal: the command prints them, and that is measured as a whole.
const { openHistory }: typeof import('../../dist/history/history.js') = await import(
  productModule('history/history.js')
);

const { outputDir, lines } = programInput<ListInput>();
const startedAt = performance.now();
using history = await openHistory(outputDir, { warn: (message) => process.stderr.write(`${message}\n`) });
const found = history.lines().length;
const milliseconds = performance.now() - startedAt;
if (found !== lines) throw new Error(`There are ${found} lines, not ${lines}.`);
printReport({ milliseconds } satisfies ListReport);
