import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './build-dist.js';

/** A fenced block of TypeScript in a document. */
export interface Snippet {
  readonly file: string;
  /** Line of its first line of code in the document, from 1. */
  readonly line: number;
  readonly code: string;
}

const SKIP = '// not compiled';
const IMPORT = /^import (\* as hret|\{ hret \}) from 'hret';/m;

/** What snippets take for granted: the reader's own clients and models. */
const readersOwn = `
interface Client { generate(input: string): Promise<string> }
declare const client: Client;
declare function gpt4(input: string): Promise<string>;
declare function claude3(input: string): Promise<string>;
`;

/**
 * The blocks of a Markdown text that begin with ```ts, in their order, without those whose first line is
 * `// not compiled`. Once a block has imported hret, those after it need not do so again.
 */
export function snippetsOf(file: string, text: string): Snippet[] {
  const snippets: Snippet[] = [];
  let open:
    | { readonly fence: string; readonly indent: number; readonly isCode: boolean; readonly from: number }
    | undefined;
  const lines = text.split(/\r?\n/);
  for (const [place, line] of lines.entries()) {
    const [, indent = '', fence = '', language = ''] = line.match(/^( *)(`{3,}|~{3,})\s*([^\s`]*)/) ?? [];
    if (open === undefined) {
      if (fence === '') continue;
      open = { fence, indent: indent.length, isCode: /^(ts|typescript)$/.test(language), from: place + 1 };
    } else if (fence.startsWith(open.fence) && line.trim() === fence) {
      if (open.isCode) snippets.push(snippetFrom(file, lines.slice(open.from, place), open));
      open = undefined;
    }
  }
  if (open?.isCode) throw new Error(`${file}:${open.from}: this block is never closed.`);
  return withImports(snippets.filter(({ code }) => !code.trimStart().startsWith(SKIP)));
}

/** The import goes on the first line, so that the numbers of the lines stay. */
function withImports(snippets: readonly Snippet[]): Snippet[] {
  const first = snippets.findIndex(({ code }) => IMPORT.test(code));
  return snippets.map((snippet, place) => {
    if (first < 0 || place <= first || IMPORT.test(snippet.code)) return snippet;
    return { ...snippet, code: `import { hret } from 'hret'; ${snippet.code}` };
  });
}

/** A block in a list is indented; its code is not. */
function snippetFrom(file: string, lines: readonly string[], open: { indent: number; from: number }): Snippet {
  const indentation = new RegExp(`^ {0,${open.indent}}`);
  return { file, line: open.from + 1, code: lines.map((line) => line.replace(indentation, '')).join('\n') };
}

/** Type-checks snippets together, each as a module of its own that sees hret as users do. Returns what is wrong, as `file:line: message`. */
export async function mistakesIn(snippets: readonly Snippet[]): Promise<string[]> {
  await mkdir(join(root, 'build'), { recursive: true });
  const folder = await mkdtemp(join(root, 'build', 'docs-')); // below the repository, where `hret` means this package
  try {
    await Promise.all(snippets.map(({ code }, place) => writeFile(join(folder, nameOf(place)), `${code}\n`)));
    await writeFile(join(folder, 'readers-own.d.ts'), readersOwn);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
    return mistakesFrom(await typeCheck(folder), snippets);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const project = {
  extends: '../../tsconfig.json',
  compilerOptions: { rootDir: '.', noEmit: true, moduleDetection: 'force' },
  include: ['*.ts'],
  exclude: [],
};

function nameOf(place: number): string {
  return `snippet-${place}.ts`;
}

function typeCheck(folder: string): Promise<string> {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const command = [tsc, '-p', 'tsconfig.json', '--pretty', 'false'];
  return new Promise((resolve) => execFile(process.execPath, command, { cwd: folder }, (_error, out) => resolve(out)));
}

/** `snippet-3.ts(5,7): error TS2304: …`, moved to where it stands in the document; anything else is told as it is. */
function mistakesFrom(output: string, snippets: readonly Snippet[]): string[] {
  const errors = output.split('\n').filter((line) => line !== '' && !line.startsWith(' '));
  return errors.map((line) => {
    const [, place, row, message] = line.match(/^snippet-(\d+)\.ts\((\d+),\d+\): (.*)$/) ?? [];
    const snippet = snippets[Number(place)];
    return snippet === undefined ? line : `${snippet.file}:${snippet.line + Number(row) - 1}: ${message}`;
  });
}
