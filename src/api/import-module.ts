import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HretError } from '../errors.js';

/** Imports a module of the user; TypeScript through tsx, as installed in the user's project. */
export async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (isTypeScript(path)) await readTypeScript();
  return import(pathToFileURL(path).href);
}

/** The same from inside a program, which may know how to read TypeScript already. */
export async function importFromProgram(path: string): Promise<Readonly<Record<string, unknown>>> {
  const { href } = pathToFileURL(path);
  try {
    return await import(href);
  } catch (error) {
    if (!isTypeScript(path) || !isUnknownExtension(error)) throw error;
    await readTypeScript();
    return import(`${href}?typescript`); // another address, as the failure is remembered
  }
}

function isTypeScript(path: string): boolean {
  return /^\.[cm]?tsx?$/.test(extname(path));
}

function isUnknownExtension(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'ERR_UNKNOWN_FILE_EXTENSION';
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
