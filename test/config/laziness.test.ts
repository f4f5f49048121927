import { createRequire } from 'node:module';
import { afterAll, expect, it } from 'vitest';
import { loadConfig, resetConfig } from '../../src/config/settings.js';
import { TestFolder } from './folder.js';

const folder = new TestFolder();
afterAll(() => {
  folder.remove();
  resetConfig();
});

function isYamlLoaded(): boolean {
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  return loaded.some((path) => path.includes('/node_modules/yaml/'));
}

it('the YAML library is loaded when the first YAML file is read, and not for JSON', () => {
  loadConfig(folder.write('a.json', '{"limit": 1}'));
  expect(isYamlLoaded()).toBe(false);
  loadConfig(folder.write('a.yaml', 'limit: 1\n'));
  expect(isYamlLoaded()).toBe(true);
});
