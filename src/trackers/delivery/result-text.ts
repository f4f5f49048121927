import type { Metric } from '../../core/evaluator.js';
import type { RunRecord } from '../../core/run-record.js';
import { type ParamValue, params } from './params.js';

const LONGEST_VALUE = 300;

/** The result of a run as markdown, for the Text tab. */
export function resultText(record: RunRecord): string {
  return [
    `## ${escaped(record.name)}`,
    statusLine(record),
    ...section('Metrics', metricsTable(record)),
    ...section('Groups', groupsTable(record)),
    ...section('Samples', table(['status', 'samples'], Object.entries(record.counts ?? {}))),
    ...section('Setting', table(['parameter', 'value'], Object.entries(params(record)))),
    ...section('Warnings', record.warnings.map((warning) => `- ${escaped(warning)}`).join('\n')),
  ].join('\n\n');
}

function statusLine({ status, startedAt, finishedAt, error }: RunRecord): string {
  const time = finishedAt === undefined ? `started ${startedAt}` : `${startedAt} – ${finishedAt}`;
  return `**${status}**, ${time}${error === undefined ? '' : `: ${escaped(error)}`}`;
}

function section(title: string, content: string): string[] {
  return content === '' ? [] : [`### ${title}`, content];
}

function metricsTable({ metrics, stats }: RunRecord): string {
  const rows = Object.entries(metrics).map(([name, value]) => [name, value, ...intervalAndCount(stats[name])]);
  return table(['metric', 'value', '95 % interval', 'n'], rows);
}

function groupsTable({ groups }: RunRecord): string {
  const rows = Object.entries(groups).flatMap(([group, metrics]) =>
    Object.entries(metrics).map(([name, metric]) => [group, name, metric.mean, ...intervalAndCount(metric)]),
  );
  return table(['group', 'metric', 'value', '95 % interval', 'n'], rows);
}

function intervalAndCount(metric: Metric | undefined): [string, ParamValue] {
  const interval = metric?.ci95 === undefined ? '–' : metric.ci95.map(shown).join(' – ');
  return [interval, metric?.n ?? '–'];
}

function table(titles: readonly string[], rows: readonly (readonly ParamValue[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map((cells) => line(cells.map(shown)))].join('\n');
}

function shown(value: ParamValue): string {
  if (typeof value === 'number') return String(Number.isInteger(value) ? value : Number(value.toPrecision(5)));
  if (typeof value === 'boolean') return String(value);
  const characters = [...value];
  if (characters.length <= LONGEST_VALUE) return escaped(value);
  return `${escaped(characters.slice(0, LONGEST_VALUE).join(''))}… (${characters.length} characters)`;
}

/** Names and values come from users and services: they must not become markup, nor break a row. */
function escaped(text: string): string {
  return text.replace(/[\\`*_~#[\]<>|&]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/\s+/g, ' ');
}
