// npm run bench: measures the suites, prints their tables, keeps the numbers.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { keptRatios, type Ratios, regressions } from './lib/baseline.js';
import { type CommandLine, commandLine } from './lib/command-line.js';
import { thisMachine, versions } from './lib/machine.js';
import { root, suiteFolder } from './lib/places.js';
import type { Figure, Suite } from './lib/suite.js';
import { figureTable } from './lib/table.js';

interface SuiteResult {
  readonly name: string;
  readonly summary: string;
  readonly figures: readonly Figure[];
  /** What is missing among them, and why. */
  readonly notes: readonly string[];
  /** Why there are no figures. */
  readonly error?: string;
}

const BASELINE = join(root, 'bench', 'baseline.json');
const WORK = join(root, 'build', 'bench', 'work');

const options = await commandLine(process.argv);
const machine = thisMachine();
const measuredVersions = versions(join(root, 'bench', 'peers', 'package.json'));
print(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.os}`);
print(
  Object.entries(measuredVersions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', '),
);
if (options.isQuick)
  print('A quick look: small inputs and few pairs, to see that everything runs. The figures mean little.');

const suites: SuiteResult[] = [];
for (const name of options.suites) {
  const result = await measured(name, options);
  suites.push(result);
  print(`\n${name}: ${result.summary}\n${result.error ?? figureTable(result.figures)}`);
  for (const note of result.notes) print(note);
}
await rm(WORK, { recursive: true, force: true });
await writeJson(resolve(options.json), { machine, versions: measuredVersions, isQuick: options.isQuick, suites });
print(`\nWritten to ${options.json}.`);

const good = suites.filter(({ error }) => error === undefined);
if (options.isCheck) printRegressions(await readBaseline(), good);
if (options.isUpdate) await writeJson(BASELINE, keptRatios((await readBaseline()) ?? {}, good));
process.exitCode = good.length === suites.length ? 0 : 1;

/** A suite that throws says why, and the others go on. */
async function measured(name: string, { pairs, isQuick }: CommandLine): Promise<SuiteResult> {
  const folder = join(WORK, name);
  await rm(WORK, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let summary = '';
  const notes: string[] = [];
  try {
    const { suite } = (await import(join(suiteFolder, `${name}.js`))) as { suite: Suite };
    summary = suite.summary;
    const say = (line: string) => process.stderr.write(`${name}: ${line}\n`);
    const note = (line: string) => void notes.push(line);
    return { name, summary, figures: await suite.run({ pairs, isQuick, folder, say, note }), notes };
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name, summary, figures: [], notes, error: `failed: ${reason}` };
  }
}

/** Warns, and no more: on another machine or a busy one a ratio can be worse for reasons of its own. */
function printRegressions(kept: Ratios | undefined, good: readonly SuiteResult[]): void {
  if (kept === undefined) {
    print('There is no bench/baseline.json to compare with; --update writes it.');
    return;
  }
  const lines = regressions(kept, good);
  const isColored = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  print(lines.length === 0 ? 'No ratio is worse than in bench/baseline.json.' : 'Worse than in bench/baseline.json:');
  for (const line of lines) print(isColored ? `\u001b[33m${line}\u001b[39m` : line);
}

async function readBaseline(): Promise<Ratios | undefined> {
  try {
    return JSON.parse(await readFile(BASELINE, 'utf8')) as Ratios;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(value, undefined, 2)}\n`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
