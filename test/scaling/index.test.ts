import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ScalingPlugin } from '../../src/core/plugin.js';
import { scalingMethods } from '../../src/scaling/index.js';
import { kebabCase } from '../../src/util/case.js';

const folder = new URL('../../src/scaling/', import.meta.url);

it('every file of a scaling method is in the list, under the words of its file name', async () => {
  const found: string[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts')) {
    const { plugin } = (await import(new URL(file, folder).href)) as { plugin?: ScalingPlugin };
    if (plugin === undefined) continue;
    expect(file).toBe(`${kebabCase(plugin.name)}.ts`);
    expect(plugin.summary).toMatch(/\w.*\.$/);
    found.push(plugin.name);
  }
  expect(Object.keys(scalingMethods).sort()).toEqual(found.sort());
});
