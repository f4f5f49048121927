import { registries } from '../api/registries.js';
import type { DatasetPlugin, Plugin } from '../core/plugin.js';
import { type DescribedOption, describeOptions } from '../core/plugin-options.js';
import { HretError } from '../errors.js';
import { didYouMean } from '../util/did-you-mean.js';
import { printTable } from './print-result.js';
import type { Flags } from './program.js';
import type { Terminal } from './terminal.js';

const kinds = ['datasets', 'models', 'evaluators', 'scaling', 'trackers'] as const;

/** `hret list datasets|models|evaluators|scaling|trackers`. */
export async function listCommand(terminal: Terminal, flags: Flags, kind: string): Promise<number> {
  const known = kinds.find((one) => one === kind);
  if (known === undefined) {
    const home = kinds.find((one) => registries[one].has(kind));
    const hint = home === undefined ? didYouMean(kind, kinds) : ` It is in another: hret list ${home} --verbose.`;
    throw new HretError('usage', `hret list ${kind}: there is no such list.${hint} Known: ${kinds.join(', ')}.`);
  }
  const registry = registries[known];
  const plugins: Plugin<unknown>[] = [];
  for (const name of registry.names()) plugins.push(await registry.get(name));
  if (flags.json === true) terminal.out(`${JSON.stringify(plugins.map((plugin) => described(known, plugin)))}\n`);
  else if (plugins.length === 0)
    terminal.out(`No ${known === 'scaling' ? 'scaling methods' : known} are built into this version.\n`);
  else if (flags.verbose === true) for (const plugin of plugins) terminal.out(verboseText(known, plugin));
  else
    printTable(terminal, {
      columns: [{ title: 'name', isUncut: true }, { title: 'summary' }],
      rows: plugins.map(({ name, summary }) => [name, summary]),
    });
  return 0;
}

/** What is known of a plugin; of a dataset also how many rows its default split has, `null` where that is found out by reading. */
function described(kind: string, plugin: Plugin<unknown>): Record<string, unknown> {
  const { name, aliases, summary } = plugin;
  const { splits, defaultSplit, fewShotSplit, subsets, rows, license, homepage, citation, evaluationOnly } =
    plugin as Partial<DatasetPlugin>;
  return {
    name,
    aliases,
    summary,
    splits,
    defaultSplit,
    fewShotSplit,
    subsets,
    evaluationOnly,
    ...(kind === 'datasets' && {
      rows: rows ?? null,
      license: license ?? 'not stated by its authors',
      homepage,
      citation: citation ?? 'not stated by its authors',
    }),
    options: describeOptions(plugin.options),
  };
}

function verboseText(kind: string, plugin: Plugin<unknown>): string {
  const { name, summary, options, ...facts } = described(kind, plugin);
  const lines = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([fact, value]) => (fact === 'rows' ? `  size: ${sizeText(value)}` : `  ${fact}: ${factText(value)}`));
  const params = describeOptions(plugin.options).map(optionText);
  return `${[`${String(name)}  ${String(summary)}`, ...lines, ...(params.length > 0 ? ['  options:', ...params] : [])].join('\n')}\n\n`;
}

function optionText({ name, type, default: fallback, description }: DescribedOption): string {
  const unless = fallback === undefined ? '' : ` (default ${JSON.stringify(fallback)})`;
  return `    ${name}: ${type}${unless}${description === undefined ? '' : ` — ${description}`}`;
}

function sizeText(rows: unknown): string {
  return typeof rows === 'number' ? `${rows} rows` : 'known when it is read';
}

function factText(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
