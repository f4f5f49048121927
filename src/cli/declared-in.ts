import { declarationOf, declarationsOf } from '../core/declarations.js';
import { run } from '../decorators/index.js';

export interface DeclaredExport {
  readonly name: string;
  readonly run: () => Promise<unknown>;
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
