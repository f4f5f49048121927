import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../build-dist.js';

const sources = join(root, 'test', 'decorators', 'projects');

export interface Output {
  readonly code: number;
  readonly text: string;
}

/** A project of its own as a user has it: `hret` in its node_modules, one tsconfig.json at the top, sources below. */
export async function makeProject(mode: 'tc39' | 'legacy'): Promise<string> {
  const folder = join(root, 'build', 'decorators', mode);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  await symlink(root, join(folder, 'node_modules', 'hret'), 'junction');
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: `project-${mode}`, type: 'module' }));
  for (const part of ['shared', mode]) await cp(join(sources, part), join(folder, part), { recursive: true });
  await writeFile(join(folder, 'shared', 'docs.ts'), await documentedProgram());
  const tsconfig = {
    extends: `./${mode}/tsconfig.json`,
    compilerOptions: { rootDir: '.', outDir: 'compiled', preserveSymlinks: true },
    include: ['shared', mode],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  return folder;
}

/** The examples of docs/decorators.md as one program, with what they take for granted. */
async function documentedProgram(): Promise<string> {
  const text = await readFile(join(root, 'docs', 'decorators.md'), 'utf8');
  const examples = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
  const given = `declare const client: Client, gpt4: Model, claude3: Model;
interface Client { generate(input: string): Promise<string> }
type Model = (input: string) => Promise<string>;
`;
  return [given, ...examples].join('\n');
}

/** Runs a program of `node_modules` or one's own with node. */
export function runNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Output> {
  return runProgram(process.execPath, args, env);
}

export function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Output> {
  const { VITEST: _, NODE_OPTIONS: __, ...clean } = process.env;
  const options = {
    cwd: root,
    env: { ...clean, NO_COLOR: '1', HRET_MAKE_DECORATORS: join(root, 'dist', 'decorators', 'make.js'), ...env },
  };
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : 1;
      resolve({ code, text: stdout + stderr });
    });
  });
}

export const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
export const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
export const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
export const wrappersProgram = join(sources, 'javascript', 'wrappers.mjs');
