import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { modelAliases, models } from '../../src/backends/index.js';
import { kebabCase } from '../../src/util/case.js';

const folder = new URL('../../src/backends/', import.meta.url);

describe('the list of backends', () => {
  it('has every plugin of the folder, under its own name', async () => {
    const plugins: string[] = [];
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
      const loaded = (await import(new URL(file, folder).href)) as { readonly plugin?: { readonly name: string } };
      if (loaded.plugin === undefined) continue;
      expect(file).toBe(`${kebabCase(loaded.plugin.name)}.ts`);
      plugins.push(loaded.plugin.name);
    }
    expect(plugins.sort()).toEqual(Object.keys(models).sort());
    for (const [name, load] of Object.entries(models)) expect((await load()).plugin.name).toBe(name);
  });

  it('has the other names of every plugin', async () => {
    const plugins = await Promise.all(Object.values(models).map(async (load) => (await load()).plugin));
    const pairs = plugins.flatMap(({ name, aliases = [] }) => aliases.map((alias) => [alias, name]));
    expect(Object.fromEntries(pairs)).toEqual(modelAliases);
  });
});
