import { Option } from 'commander';
import { type OptionRow, optionTable } from '../core/option-table.js';
import { HretError } from '../errors.js';
import { kebabCase } from '../util/case.js';

/** The run options as flags: `--dataset-params <json>`, `--max-workers <n>`, … */
export function runFlags(): Option[] {
  return optionTable.filter((row) => !row.isProgramOnly).flatMap(flagsFor);
}

function flagsFor(row: OptionRow): Option[] {
  const flag = `--${kebabCase(row.name)}`;
  const option = new Option(`${flag}${placeholder(row)}`, row.help);
  const spelled = [row.name === 'resume' ? option : option.argParser(given(row, flag))];
  if (row.choices?.includes(false)) spelled.push(new Option(`--no-${kebabCase(row.name)}`, 'turn that off'));
  return spelled;
}

function placeholder(row: OptionRow): string {
  if (row.name === 'resume') return '';
  if (row.choices?.includes(true)) return ' [mode]';
  switch (row.kind) {
    case 'params':
    case 'json':
      return ' <json>';
    case 'count':
    case 'positive':
    case 'number':
      return ' <n>';
    default:
      return /Instruction|Template/.test(row.name) ? ' <text>' : ' <name>';
  }
}

/** A flag of names that is given again adds to them; of any other the last one counts, as is usual. */
function given(row: OptionRow, flag: string): (text: string, earlier: unknown) => unknown {
  const parse = parserOf(row, flag);
  return (text, earlier) => {
    const value = parse(text);
    return earlier !== undefined && isOfNames(row) ? [earlier, value].flat() : value;
  };
}

function isOfNames({ name, kind }: OptionRow): boolean {
  return kind === 'strings' || name === 'evaluationMethod' || name === 'trackers';
}

/** Text of a flag to the value the option table checks. */
function parserOf(row: OptionRow, flag: string): (text: string) => unknown {
  switch (row.kind) {
    case 'params':
    case 'json':
      return (text) => parseJson(text, flag);
    case 'count':
    case 'positive':
    case 'number':
      return (text) => parseNumber(text, flag);
    case 'strings':
      return listOf;
    case 'choice':
      return (text) => (text === 'true' ? true : text === 'false' ? false : text);
    default:
      return isOfNames(row) ? (text) => oneOrMany(row.name, text) : (text) => text;
  }
}

function oneOrMany(name: string, text: string): string | string[] {
  const names = listOf(text);
  return name === 'evaluationMethod' && names.length === 1 ? (names[0] ?? text) : names;
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function parseJson(text: string, flag: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : '';
    throw new HretError(
      'usage',
      `${flag}: not JSON (${reason}). Write it in single quotes, for example ${flag} '{"path":"rows.jsonl"}'.`,
      { cause },
    );
  }
}

function parseNumber(text: string, flag: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw new HretError('usage', `${flag}: expected a number, got "${text}".`);
  return value;
}
