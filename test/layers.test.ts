import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = resolve(dirname(fileURLToPath(import.meta.url)), '../src');

/** What each folder of src may import, besides itself. The order is the layering rule of the architecture. */
const core = ['errors', 'util', 'stats', 'core', 'version'];
const allowed: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  version: [],
  util: ['errors'],
  stats: ['errors', 'util'],
  core: ['errors', 'util', 'stats', 'version'],
  sources: core,
  prompts: core,
  datasets: [...core, 'sources', 'prompts'],
  backends: [...core, 'sources'],
  evaluators: [...core, 'prompts'],
  scaling: [...core, 'prompts'],
  trackers: core,
  history: core,
  report: core,
  config: core,
  testing: core,
  api: [
    ...core,
    'sources',
    'prompts',
    'datasets',
    'backends',
    'evaluators',
    'scaling',
    'trackers',
    'history',
    'report',
    'config',
  ],
  decorators: [...core, 'api'],
  cli: [...core, 'sources', 'api', 'config', 'report', 'history', 'decorators'],
  vite: core,
  index: [...core, 'api', 'decorators', 'config', 'history', 'evaluators', 'prompts'],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
}

/** `src/api/run.ts` and `src/api/deep/run.ts` are in layer `api`, `src/index.ts` is layer `index`. */
function layerOf(file: string): string {
  return (
    relative(src, file)
      .split('/')[0]
      ?.replace(/\.(ts|js)$/, '') ?? ''
  );
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const specifiers = [...text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+)'(\.[^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
  return specifiers.map((specifier) => ({ from: file, to: resolve(dirname(file), specifier) }));
}

const files = filesOf(src);
const imports = files.flatMap(importsOf);

describe('the layering rule', () => {
  it('knows every folder of src', () => {
    expect([...new Set(files.map(layerOf))].filter((layer) => !(layer in allowed))).toEqual([]);
  });

  it('holds: a file imports from its own folder or from the left', () => {
    const broken = imports
      .filter(({ from, to }) => layerOf(from) !== layerOf(to) && !allowed[layerOf(from)]?.includes(layerOf(to)))
      .map(({ from, to }) => `${relative(src, from)} imports ${relative(src, to)}`);
    expect(broken).toEqual([]);
  });

  it('sees the imports it judges', () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  it('keeps the modules of core free of cycles at run time', () => {
    const edges = new Map<string, string[]>();
    for (const file of files) {
      const text = readFileSync(file, 'utf8')
        .replaceAll(/^import type .*$/gm, '')
        .replaceAll(/^export type .* from .*$/gm, '');
      const targets = [...text.matchAll(/^(?:import|export)\s[^;]*?from\s+'(\.[^']+)'/gm)].map((match) =>
        resolve(dirname(file), match[1] ?? '').replace(/\.js$/, '.ts'),
      );
      // A module may name itself: `export * as hret from './index.js'` gives the namespace a name.
      edges.set(
        file,
        targets.filter((target) => target !== file),
      );
    }
    expect(cyclesIn(edges).map((cycle) => cycle.map((file) => relative(src, file)).join(' -> '))).toEqual([]);
  });
});

function cyclesIn(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]) => {
    const at = path.indexOf(file);
    if (at >= 0) cycles.push([...path.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return cycles;
}
