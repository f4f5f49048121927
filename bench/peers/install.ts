import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runPlain } from '../lib/child.js';
import { root } from '../lib/places.js';
import type { Tool } from './tools.js';

/** A tool that can be run. */
export interface Installed {
  readonly tool: Tool;
  readonly version: string;
  /** Where its program and its packages are. */
  readonly folder: string;
  /** The Node that runs it. */
  readonly node: string;
  /** The version of that Node, if it is another than the one that runs hret. */
  readonly otherNode?: string;
}

const SOURCES = join(root, 'bench', 'peers');
const FOLDERS = join(root, 'build', 'bench', 'peers', 'installed');
/** For tools that do not run on the Node of this process. */
const NEWER_NODE = '24.21.0';
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Installs a tool unless it is there already, each into a folder of its own: none can spoil another's packages. */
export async function install(tool: Tool, say: (line: string) => void): Promise<Installed> {
  const folder = join(FOLDERS, tool.name);
  const manifest = await manifestOf(tool);
  await mkdir(folder, { recursive: true });
  if (tool.packages.length > 0 && (await installedIn(folder)) !== manifest) {
    say(`installing ${tool.name}`);
    await installPackages(tool, folder, manifest);
  }
  await cp(join(SOURCES, 'programs', tool.name), folder, { recursive: true });
  await cp(join(SOURCES, 'programs', 'ask.mjs'), join(folder, 'ask.mjs'));
  return { tool, version: await versionOf(tool), folder, ...(await nodeFor(tool)) };
}

async function installPackages(tool: Tool, folder: string, manifest: string): Promise<void> {
  await rm(markerIn(folder), { force: true });
  await writeFile(join(folder, 'package.json'), manifest);
  // Scripts of hundreds of packages are nothing a benchmark should run; the one that compiles a binary is named.
  await npm(folder, 'install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund');
  if (tool.nativePackage !== undefined) await npm(folder, 'rebuild', tool.nativePackage);
  await writeFile(markerIn(folder), manifest);
}

async function npm(cwd: string, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await runPlain([NPM, ...args], { cwd });
  if (code === 0) return;
  const reason = stderr.split('\n').filter((line) => line.startsWith('npm error'));
  throw new Error(`npm ${args[0]} ended with exit code ${code}. ${reason.slice(0, 3).join(' ')}`);
}

/** Written when everything went well, so that a broken installation is begun anew. */
function markerIn(folder: string): string {
  return join(folder, 'installed.json');
}

async function installedIn(folder: string): Promise<string | undefined> {
  return readFile(markerIn(folder), 'utf8').catch(() => undefined);
}

async function manifestOf({ name, packages }: Tool): Promise<string> {
  const pinned = await pins();
  const dependencies = packages.map((known) => [known, pinned[known]] as const);
  const missing = dependencies.find(([, version]) => version === undefined);
  if (missing !== undefined) throw new Error(`bench/peers/package.json has no version of ${missing[0]}.`);
  const manifest = {
    name: `bench-${name}`,
    private: true,
    type: 'module',
    dependencies: Object.fromEntries(dependencies),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

async function versionOf(tool: Tool): Promise<string> {
  return (await pins())[tool.package] ?? '';
}

async function pins(): Promise<Readonly<Record<string, string>>> {
  const manifest = await readFile(join(SOURCES, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { dependencies: Record<string, string> }).dependencies;
}

async function nodeFor({ needsNode = 0 }: Tool): Promise<Pick<Installed, 'node' | 'otherNode'>> {
  if (Number.parseInt(process.versions.node, 10) >= needsNode) return { node: process.execPath };
  const { ensureNode }: typeof import('../../scripts/services/node.mjs') = await import(
    join(root, 'scripts', 'services', 'node.mjs')
  );
  return { node: ensureNode(NEWER_NODE), otherNode: NEWER_NODE };
}
