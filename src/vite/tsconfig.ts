import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { isPlainObject } from '../core/show-value.js';
import { HretError, messageOf } from '../errors.js';

/** A true-or-false compiler option of the tsconfig.json nearest to a file, its own or one it extends; `undefined` when nobody sets it. */
export function compilerOption(file: string, name: string): boolean | undefined {
  const path = nearestTsconfig(dirname(file));
  return path === undefined ? undefined : optionIn(path, name);
}

function nearestTsconfig(folder: string): string | undefined {
  const path = join(folder, 'tsconfig.json');
  if (existsSync(path)) return path;
  const parent = dirname(folder);
  return parent === folder ? undefined : nearestTsconfig(parent);
}

function optionIn(path: string, name: string): boolean | undefined {
  const { compilerOptions, extends: bases = [] } = readJsonWithComments(path);
  const own = isPlainObject(compilerOptions) ? compilerOptions[name] : undefined;
  if (typeof own === 'boolean') return own;
  // The last one listed wins.
  for (const base of [bases].flat().reverse()) {
    const basePath = typeof base === 'string' ? pathOfBase(base, path) : undefined;
    const inherited = basePath === undefined ? undefined : optionIn(basePath, name);
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

/** `undefined` for a base that is not there: TypeScript and Vite say so themselves. */
function pathOfBase(base: string, from: string): string | undefined {
  const isPath = base.startsWith('.') || isAbsolute(base);
  if (isPath) {
    const path = resolve(dirname(from), base);
    return [path, `${path}.json`].find((candidate) => candidate.endsWith('.json') && existsSync(candidate));
  }
  const require = createRequire(from);
  for (const candidate of [base, `${base}.json`, `${base}/tsconfig.json`]) {
    try {
      const path = require.resolve(candidate);
      if (path.endsWith('.json')) return path;
    } catch {
      // the next spelling
    }
  }
  return undefined;
}

function readJsonWithComments(path: string): Readonly<Record<string, unknown>> {
  const withoutComments = readFileSync(path, 'utf8').replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '$1');
  const json = withoutComments.replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, '$1');
  try {
    const parsed: unknown = JSON.parse(json);
    return isPlainObject(parsed) ? parsed : {};
  } catch (cause) {
    throw new HretError('config', `${path} is not valid JSON: ${messageOf(cause)}`, { cause });
  }
}
