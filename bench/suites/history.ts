import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runPlain } from '../lib/child.js';
import { amountFigure } from '../lib/figure.js';
import { inPairs, median, repeat } from '../lib/pairs.js';
import { productModule } from '../lib/product.js';
import { runProgram } from '../lib/program.js';
import type { BenchOptions, Figure, Suite } from '../lib/suite.js';
import type { CompareInput, CompareReport } from '../programs/history-compare.js';
import type { FillInput, FillReport } from '../programs/history-fill.js';
import type { InsertInput, InsertReport } from '../programs/history-insert.js';
import type { ListInput, ListReport } from '../programs/history-list.js';

/** A process takes some 100 ms, so a single one says little. */
const PROCESSES_A_PAIR = 4;
const INSERTS = 100;
const CONTEXTS = 3;

export const suite: Suite = {
  name: 'history',
  summary: 'the history of ten thousand runs: comparing a metric, listing, and recording one more',
  async run(options) {
    const runs = options.isQuick ? 1000 : 10_000;
    const outputDir = join(options.folder, 'results');
    options.say(`filling a history with ${runs.toLocaleString('en-US')} runs`);
    await fill({ outputDir, runs });
    return [
      ...(await compareFigures(runs, outputDir, options)),
      await readFigure(runs, outputDir, options),
      await commandFigure(runs, outputDir, options),
      await insertFigure(runs, outputDir, options),
    ];
  },
};

async function fill(input: FillInput): Promise<void> {
  const { report } = await runProgram<FillReport>('history-fill', input);
  // The real run the others are made of is one of them.
  const wanted = input.runs + CONTEXTS + 1;
  if (report.inHistory !== wanted) throw new Error(`There are ${report.inHistory} runs in the history, not ${wanted}.`);
}

async function compareFigures(runs: number, outputDir: string, { pairs, say }: BenchOptions): Promise<Figure[]> {
  say('compareMetric("accuracy")');
  const input: CompareInput = { outputDir, runs: runs + 1 };
  const times = await repeat(pairs * PROCESSES_A_PAIR, () => runProgram<CompareReport>('history-compare', input));
  const name = `compareMetric over ${runs.toLocaleString('en-US')} runs`;
  const about = { unit: 'ms', target: { atMost: 60 } };
  return [
    amountFigure(
      { ...about, name: `${name}, first call of a process` },
      times.map(({ report }) => report.first),
    ),
    amountFigure(
      { ...about, name: `${name}, later calls` },
      times.map(({ report }) => report.later),
    ),
  ];
}

async function readFigure(runs: number, outputDir: string, { pairs, say }: BenchOptions): Promise<Figure> {
  say('the lines of hret history');
  const input: ListInput = { outputDir, lines: runs + CONTEXTS + 1 };
  const times = await repeat(pairs * PROCESSES_A_PAIR, () => runProgram<ListReport>('history-list', input));
  return amountFigure(
    {
      name: `hret history over ${runs.toLocaleString('en-US')} runs: reading the lines`,
      unit: 'ms',
      target: { atMost: 60 },
    },
    times.map(({ report }) => report.milliseconds),
  );
}

async function commandFigure(runs: number, outputDir: string, { pairs, say }: BenchOptions): Promise<Figure> {
  say('hret history');
  const command = fileURLToPath(productModule('cli/main.js'));
  const list = () => timeOf([command, 'history', '--output-dir', outputDir], runs);
  const bare = () => timeOf(['-e', '0'], 0);
  await inPairs(2, list, bare); // fills the file cache
  const times = await inPairs(pairs * PROCESSES_A_PAIR, list, bare);
  return amountFigure(
    {
      name: `hret history over ${runs.toLocaleString('en-US')} runs: whole process over node -e 0`,
      unit: 'ms',
      target: { atMost: 60 },
    },
    times.map(([ours, baseline]) => ours - baseline),
  );
}

/** The whole process; it has to print at least so many lines. */
async function timeOf(args: readonly string[], lines: number): Promise<number> {
  const { wallMs, code, stdout, stderr } = await runPlain([process.execPath, ...args]);
  if (code === 0 && stdout.split('\n').length >= lines) return wallMs;
  throw new Error(`node ${args.join(' ')} ended with exit code ${code}.\n${stderr}`);
}

async function insertFigure(runs: number, outputDir: string, { pairs, say }: BenchOptions): Promise<Figure> {
  say('one more run');
  let from = runs;
  const medians = await repeat(pairs, async () => {
    const input: InsertInput = { outputDir, from, inserts: INSERTS };
    from += INSERTS;
    return median((await runProgram<InsertReport>('history-insert', input)).report);
  });
  return amountFigure(
    { name: `one more run over ${runs.toLocaleString('en-US')}, p50 of ${INSERTS}`, unit: 'ms', target: { atMost: 5 } },
    medians,
  );
}
