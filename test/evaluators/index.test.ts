import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EvaluatorPlugin } from '../../src/core/plugin.js';
import { evaluators } from '../../src/evaluators/index.js';

const folder = new URL('../../src/evaluators/', import.meta.url);

describe('the list of evaluators', () => {
  it('has every file that exports a plugin, under the words of its file name', async () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'index.ts');
    const found: string[] = [];
    for (const file of files) {
      const module = (await import(new URL(file, folder).href)) as { plugin?: EvaluatorPlugin };
      if (module.plugin === undefined) continue;
      expect(module.plugin.name).toBe(file.replace(/\.ts$/, '').replaceAll('-', '_'));
      found.push(module.plugin.name);
    }
    expect(Object.keys(evaluators).sort()).toEqual(found.sort());
  });

  it('loads each under its own name, with a sentence and options', async () => {
    for (const [name, load] of Object.entries(evaluators)) {
      const { plugin } = await load();
      expect(plugin.name).toBe(name);
      expect(plugin.summary).toMatch(/\w.*\.$/);
      expect(plugin.options).toBeDefined();
    }
  });
});
