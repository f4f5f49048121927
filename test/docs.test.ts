import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registries } from '../src/api/registries.js';
import { hret } from './cli/run-cli.js';

const pages = [
  'README.md',
  'README.ko.md',
  'CHANGELOG.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** Without code, where brackets and hashes mean something else. */
function prose(page: string): string {
  return readFileSync(page, 'utf8')
    .replace(/^```.*?^```/gms, '')
    .replace(/`[^`\n]+`/g, (code) => code.replace(/[[\]()#]/g, ' '));
}

function linksOf(page: string): string[] {
  const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return links.filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors GitHub gives the headings of a page; a repeated heading gets a number. */
function anchorsOf(page: string): string[] {
  const seen = new Map<string, number>();
  const text = readFileSync(page, 'utf8').replace(/^```.*?^```/gms, '');
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = words.replace(/[^\p{L}\p{N}\p{M} _-]/gu, '').replaceAll(' ', '-');
    const repeats = seen.get(anchor) ?? 0;
    seen.set(anchor, repeats + 1);
    return repeats === 0 ? anchor : `${anchor}-${repeats}`;
  });
}

function problemWith(page: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), decodeURIComponent(path));
  if (!existsSync(target)) return `${link}: there is no ${target}`;
  if (anchor === undefined) return undefined;
  if (statSync(target).isFile() && anchorsOf(target).includes(decodeURIComponent(anchor))) return undefined;
  return `${link}: there is no such heading`;
}

describe('links', () => {
  it.each(pages)('of %s lead somewhere', (page) => {
    expect(linksOf(page).map((link) => problemWith(page, link) ?? '')).toEqual(linksOf(page).map(() => ''));
  });

  it('reach every page of the documentation from its index', () => {
    const linked = linksOf('docs/README.md').map((link) => join('docs', link.split('#')[0] ?? ''));
    const tops = pages.filter((page) => dirname(page) === 'docs' && page !== join('docs', 'README.md'));
    expect(tops.filter((page) => !linked.includes(page))).toEqual([]);
  });
});

describe('docs/command-line.md', async () => {
  const page = readFileSync('docs/command-line.md', 'utf8');
  const { out } = await hret('--help');
  const commands = [...out.matchAll(/^ {2}(\w+) /gm)].map(([, name = '']) => name).filter((name) => name !== 'help');

  it('explains every command', () => {
    expect(commands.length).toBeGreaterThan(5);
    expect(commands.filter((name) => !page.includes(`\n## hret ${name}\n`))).toEqual([]);
  });

  it('explains no command that does not exist', () => {
    const explained = [...page.matchAll(/^## hret (\w+)$/gm)].map(([, name = '']) => name);
    expect(explained.filter((name) => !commands.includes(name))).toEqual([]);
  });

  it.each(['', ...commands])('names every flag of hret %s', async (command) => {
    const help = (await hret(...(command === '' ? [] : [command]), '--help')).out;
    const flags = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, flag = '']) => flag);
    expect(flags.length).toBeGreaterThan(0);
    expect(flags.filter((flag) => !new RegExp(`${flag}(?![\\w-])`).test(page))).toEqual([]);
  });

  it('names no flag that does not exist', async () => {
    const helps = await Promise.all(commands.map(async (command) => (await hret(command, '--help')).out));
    const known = `${out}\n${helps.join('\n')}`;
    const named = [...page.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([flag]) => flag);
    expect(named.filter((flag) => !new RegExp(`${flag}(?![\\w-])`).test(known))).toEqual([]);
  });
});

describe('what is built in', () => {
  const all = pages.map((page) => readFileSync(page, 'utf8')).join('\n');
  const names = Object.values(registries).flatMap((registry) => registry.names());

  it.each(names)('%s is in the documentation', (name) => {
    expect(all).toContain(`\`${name}\``);
  });
});

it('README.md and README.ko.md show the same code', () => {
  const codeOf = (page: string) => readFileSync(page, 'utf8').match(/^```.*?^```/gms);
  expect(codeOf('README.ko.md')).toEqual(codeOf('README.md'));
});
