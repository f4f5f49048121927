import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import type { Finding } from './finding.js';
import { isInRange } from './versions.js';

const manifestSchema = z.object({
  engines: z.object({ node: z.string() }),
  peerDependencies: z.record(z.string(), z.string()),
});

/** What an optional package is needed for. */
const uses: Readonly<Record<string, string>> = {
  '@huggingface/transformers': 'models that run in this process (model: "huggingface")',
  '@opentelemetry/api': 'the tracker opentelemetry',
  '@wandb/sdk': 'the tracker wandb with transport "sdk"',
  'apache-arrow': 'toDataFrame as an Arrow table',
  eld: 'the language check of other languages than Korean',
  esbuild: 'decorators under Vite and Vitest (hret/vite)',
  'gpt-tokenizer': 'counting tokens before anything is asked',
  'read-excel-file': 'Excel files',
  'reflect-metadata': 'legacy decorators with metadata',
  tsx: 'hret run of TypeScript files',
};

/** What this package asks of its surroundings, from its own package.json. */
function manifest(): z.output<typeof manifestSchema> {
  return manifestSchema.parse(createRequire(import.meta.url)('../../../package.json'));
}

/** The running Node against the range this package supports. */
export function nodeFinding(version: string = process.versions.node): Finding {
  const { node } = manifest().engines;
  const found = `${version} (${process.platform} ${process.arch}); hret needs ${node}`;
  if (isInRange(version, node) === true) return { what: 'node', state: 'ok', found };
  return { what: 'node', state: 'problem', found, advice: `Install Node ${node}: https://nodejs.org` };
}

/** Each optional package: whether it is there for the project in `cwd`, in which version, and whether that is one that works. */
export function packageFindings(cwd: string): Finding[] {
  return Object.entries(manifest().peerDependencies).map(([name, range]) => {
    const what = `package ${name}`;
    const use = `for ${uses[name] ?? 'what asks for it by name'}`;
    const version = versionOf(name, [import.meta.url, join(cwd, 'package.json')]);
    const install = `npm install "${name}@${range}"`;
    if (version === undefined) return { what, state: 'note', found: `not installed; ${use}`, advice: install };
    if (isInRange(version, range) === false)
      return { what, state: 'problem', found: `${version}, which is not in ${range}; ${use}`, advice: install };
    return { what, state: 'ok', found: `${version}; ${use}` };
  });
}

/** The version of a package as the first of these files that finds it would get it. */
function versionOf(name: string, from: readonly string[]): string | undefined {
  for (const file of from) {
    // The package's exports may hide its package.json from resolving it.
    for (const folder of createRequire(file).resolve.paths(name) ?? []) {
      const version = versionIn(join(folder, name, 'package.json'));
      if (version !== undefined) return version;
    }
  }
  return undefined;
}

function versionIn(path: string): string | undefined {
  try {
    return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8'))).version;
  } catch {
    return undefined;
  }
}
