import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { settingsTable } from '../../src/config/settings-table.js';
import { optionTable } from '../../src/core/option-table.js';
import { snakeCase } from '../../src/util/case.js';

const page = readFileSync('docs/configuration.md', 'utf8');
const documented = new Map(
  [...page.matchAll(/^\| `(\w+)`(?: \(`(\w+)`\))? \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map((row) => [row[1], row]),
);

describe('docs/configuration.md', () => {
  it.each(settingsTable.map(({ name }) => snakeCase(name)))('explains %s', (key) => {
    expect([...documented.keys()]).toContain(key);
  });

  it.each(optionTable.map(({ name }) => snakeCase(name)))('names the run option %s', (key) => {
    expect([...documented.values()].flatMap((row) => [row[1], row[2]])).toContain(key);
  });

  it('explains nothing that does not exist', () => {
    const known = settingsTable.map(({ name }) => snakeCase(name));
    expect([...documented.keys()].filter((key) => !known.includes(key ?? ''))).toEqual([]);
  });

  it.each(settingsTable.filter((row) => typeof row.default === 'string' || typeof row.default === 'boolean'))(
    'tells the default of $name',
    (row) => {
      expect(documented.get(snakeCase(row.name))?.[4]).toBe(`\`${row.default}\``);
    },
  );
});

it('the sample file names only keys that exist, its comments too', () => {
  const sample = readFileSync('hret_config.yaml', 'utf8');
  const commented = sample.replace(/^# (?=[ ]*[a-z_]+:( |$))/gm, '').replace(/^#.*$/gm, '');
  const keys = Object.keys(parse(commented));
  expect(keys.length).toBeGreaterThan(20);
  const known = settingsTable.map(({ name }) => snakeCase(name));
  expect(keys.filter((key) => !known.includes(key))).toEqual([]);
});
