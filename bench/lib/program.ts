import { fileURLToPath } from 'node:url';
import { type ChildOptions, type ChildRun, runChild } from './child.js';

/** A measured program, compiled: `programs/<name>.js`. */
export function programPath(name: string): string {
  return fileURLToPath(new URL(`../programs/${name}.js`, import.meta.url));
}

/** What a program printed as its last line, and what its process took. */
export interface ProgramRun<Report> extends ChildRun {
  readonly report: Report;
}

/** Runs `programs/<name>.js` in a process of its own; its input is one JSON argument, its report one JSON line. */
export async function runProgram<Report>(
  name: string,
  input: unknown,
  { nodeFlags = [], ...options }: ChildOptions & { readonly nodeFlags?: readonly string[] } = {},
): Promise<ProgramRun<Report>> {
  const run = await runChild([process.execPath, ...nodeFlags, programPath(name), JSON.stringify(input)], options);
  if (run.code !== 0) throw new Error(`programs/${name} ended with exit code ${run.code}.\n${run.stderr.trimEnd()}`);
  const last = run.stdout.trimEnd().split('\n').at(-1) ?? '';
  return { ...run, report: JSON.parse(last) as Report };
}

/** The argument `runProgram` gave this program. */
export function programInput<Input>(): Input {
  return JSON.parse(process.argv[2] ?? '{}') as Input;
}

/** What this program found, for `runProgram`. */
export function printReport(report: unknown): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
