import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declarationOf, declarationsOf } from '../core/declarations.js';
import { run } from '../decorators/index.js';
import { HretError } from '../errors.js';

export interface DeclaredExport {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** Imports a module of the user; TypeScript through tsx, as installed in the user's project. */
export async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (/^\.[cm]?tsx?$/.test(extname(path))) await readTypeScript();
  return import(pathToFileURL(path).href);
}

interface Tsx {
  register(): unknown;
}

let isReading = false;

/** For the rest of the process. `tsImport` would undo itself, but give the module a second hret with settings of its own. */
async function readTypeScript(): Promise<void> {
  if (isReading) return;
  const { register } = await loadTsx();
  register();
  isReading = true;
}

async function loadTsx(): Promise<Tsx> {
  const fromProject = createRequire(join(process.cwd(), 'package.json'));
  try {
    // require.resolve finds the CommonJS twin, which cannot register its hooks from where it lies.
    const api = fromProject.resolve('tsx/esm/api').replace(/\.cjs$/, '.mjs');
    return (await import(pathToFileURL(api).href)) as Tsx;
  } catch (cause) {
    throw new HretError(
      'missing_package',
      'Running a TypeScript file needs the package tsx: npm install -D tsx. Or compile the file and run the JavaScript.',
      { cause },
    );
  }
}

/** What a module exports that can be run: wrapped functions, classes with decorated methods, and instances of such classes. */
export function declaredIn(module: Readonly<Record<string, unknown>>): DeclaredExport[] {
  const declared: DeclaredExport[] = [];
  const seen = new Set<unknown>();
  for (const [name, value] of Object.entries(module)) {
    if (seen.has(value)) continue;
    seen.add(value);
    const runnable = runnableOf(value);
    if (runnable !== undefined) declared.push({ name, run: runnable });
  }
  return declared;
}

function runnableOf(value: unknown): (() => Promise<unknown>) | undefined {
  if (typeof value === 'function') {
    const kind = declarationOf(value as never)?.kind;
    if (kind !== undefined) return async () => (value as () => unknown)();
    return isClass(value) ? runnableClass(value as new () => object) : undefined;
  }
  if (value !== null && typeof value === 'object' && declarationsOf(value).length > 0) return async () => run(value);
  return undefined;
}

function runnableClass(made: new () => object): (() => Promise<unknown>) | undefined {
  const hasStatic = declarationsOf(made).length > 0;
  const prototype: unknown = made.prototype;
  const hasMembers = prototype !== null && typeof prototype === 'object' && declarationsOf(prototype).length > 0;
  if (!hasStatic && !hasMembers) return undefined;
  return async () => ({
    ...(hasStatic && ((await run(made)) as object)),
    ...(hasMembers && ((await run(new made())) as object)),
  });
}

function isClass(value: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}
