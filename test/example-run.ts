import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRecord, SampleResult } from '../src/index.js';
import { root } from './build-dist.js';

/** What an example printed and left behind. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  /** Lines on stderr that do not tell progress. */
  readonly err: readonly string[];
  readonly progress: readonly string[];
  readonly folder: string;
  /** Every run it kept, oldest first. */
  readonly runs: readonly RunRecord[];
  /** The only run of that name. */
  run(name: string): RunRecord;
  /** The samples of the only run of that name, in dataset order. */
  samples(name: string): readonly SampleResult[];
  /** The text of a file in its output folder. */
  file(name: string): string;
}

/** Every example there is, by name. */
export function exampleNames(): string[] {
  const files = readdirSync(join(root, 'examples')).filter((file) => /\.(ts|mjs)$/.test(file));
  return files.map((file) => file.replace(/\.(ts|mjs)$/, '')).sort();
}

/** The compiled examples, in a folder of their own below the repository, where `hret` means this package. */
export async function compileExamples(): Promise<{ readonly folder: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(root, 'build', 'examples-'));
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { code, out } = await execute([tsc, '-p', 'tsconfig.examples.json', '--outDir', folder]);
  if (code !== 0) throw new Error(`The examples do not compile:\n${out}`);
  return {
    folder,
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs an example as a process of its own, without any key in its environment, and reads what it left behind. */
export async function runExample(name: string, compiled: string): Promise<Ran & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'hret-example-'));
  const env = { HRET_OUTPUT_DIR: join(folder, 'results'), HRET_QUICKSTART_DIR: join(folder, 'results') };
  const { code, out, err } = await execute(commandFor(name, compiled, env.HRET_OUTPUT_DIR), env);
  const told = err.split('\n').filter((line) => line !== '');
  const runs = recordsIn(env.HRET_OUTPUT_DIR);
  const run = (wanted: string) => only(runs, wanted);
  return {
    code,
    out,
    err: told.filter((line) => !isProgress(line)),
    progress: told.filter(isProgress),
    folder: env.HRET_OUTPUT_DIR,
    runs,
    run,
    samples: (wanted) => samplesOf(env.HRET_OUTPUT_DIR, run(wanted)),
    file: (wanted) => readFileSync(join(env.HRET_OUTPUT_DIR, wanted), 'utf8'),
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** At most so many of the given at once; the others wait for their turn. */
export function atMost(limit: number): <Made>(work: () => Promise<Made>) => Promise<Made> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}

function commandFor(name: string, compiled: string, outputDir: string): string[] {
  if (existsSync(join(root, 'examples', `${name}.mjs`))) return [join('examples', `${name}.mjs`)];
  if (!name.endsWith('.eval')) return [join(compiled, `${name}.js`)];
  return [join('dist', 'cli', 'main.js'), 'run', join('examples', `${name}.ts`), '--output-dir', outputDir];
}

/** Runs a script with Node at the root of the repository; of the environment it gets nothing but what is given. */
export function execute(command: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const options = { cwd: root, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env }, timeout: 60_000 };
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, command, options, (error, out, err) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, out, err });
    });
  });
}

/** `note-reader  120/192  accuracy 0.8500 ± 0.0648  61 ms left  101 ms` */
function isProgress(line: string): boolean {
  return /^\S.*? {2}\d+\/\d+ {2}\S.*$/.test(line);
}

function recordsIn(outputDir: string): RunRecord[] {
  const runs = join(outputDir, 'runs');
  if (!existsSync(runs)) return [];
  const records = readdirSync(runs).map(
    (id): RunRecord => JSON.parse(readFileSync(join(runs, id, 'run.json'), 'utf8')),
  );
  return records.sort((a, b) => (a.runId.slice(-23) < b.runId.slice(-23) ? -1 : 1));
}

function samplesOf(outputDir: string, { runId }: RunRecord): SampleResult[] {
  const lines = readFileSync(join(outputDir, 'runs', runId, 'samples.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line): SampleResult => JSON.parse(line)).sort((a, b) => a.index - b.index);
}

function only(runs: readonly RunRecord[], name: string): RunRecord {
  const found = runs.filter((run) => run.name === name);
  const [run, ...others] = found;
  if (run !== undefined && others.length === 0) return run;
  throw new Error(`${found.length} runs are called "${name}"; there are: ${runs.map((run) => run.name).join(', ')}`);
}
