// Records finished runs one after the other, each as the end of a run does it: opened, put in, closed.
import { performance } from 'node:perf_hooks';
import { productModule } from '../lib/product.js';
import { printReport, programInput } from '../lib/program.js';
import { recordLike } from './history-records.js';

export interface InsertInput {
  readonly outputDir: string;
  /** Place of the first record that is not in the history yet. */
  readonly from: number;
  readonly inserts: number;
}

/** Milliseconds of each insert. */
export type InsertReport = readonly number[];

// Internal: only a run puts its own record in.
const { openHistory }: typeof import('../../dist/history/history.js') = await import(
  productModule('history/history.js')
);

const { outputDir, from, inserts } = programInput<InsertInput>();
const warn = (message: string) => void process.stderr.write(`${message}\n`);
const real = await openedFor((history) => history.find('real'));
const report: number[] = [];
for (let place = from; place < from + inserts; place++) {
  const record = recordLike(real, place);
  const startedAt = performance.now();
  await openedFor((history) => history.upsert(record));
  report.push(performance.now() - startedAt);
}
const last = `eval-${String(from + inserts - 1).padStart(6, '0')}`;
if ((await openedFor((history) => history.find(last))).runId !== last) throw new Error(`${last} was not kept.`);
printReport(report satisfies InsertReport);

async function openedFor<Made>(use: (history: Awaited<ReturnType<typeof openHistory>>) => Made): Promise<Made> {
  using history = await openHistory(outputDir, { warn });
  return use(history);
}
