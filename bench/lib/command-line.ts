import { readdir } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { suiteFolder } from './places.js';
import { productModule } from './product.js';

export interface CommandLine {
  readonly suites: readonly string[];
  readonly pairs: number;
  readonly isQuick: boolean;
  readonly isCheck: boolean;
  readonly isUpdate: boolean;
  readonly json: string;
}

interface Flags {
  readonly pairs?: number;
  readonly quick?: true;
  readonly check?: true;
  readonly update?: true;
  readonly json: string;
}

const PAIRS = 5;
const MISUSE = 2;

/** Reads the arguments; says what is wrong with them and ends the process with 2. */
export async function commandLine(argv: readonly string[]): Promise<CommandLine> {
  const known = (await readdir(suiteFolder)).filter((file) => file.endsWith('.js')).map((file) => file.slice(0, -3));
  const command = new Command('npm run bench --')
    .description('Measures hret, each time against a baseline taken in the same run.')
    .argument('[suite...]', `what to measure: ${known.sort().join(', ')}; all of them unless named`)
    .option('--pairs <n>', `alternating pairs a figure (default: ${PAIRS}, or 1 with --quick)`, wholeNumber)
    .option('--quick', 'small inputs, to see that everything runs')
    .option('--check', 'tell which ratios are more than 15 % worse than in bench/baseline.json')
    .option('--update', 'keep the ratios in bench/baseline.json')
    .option('--json <file>', 'where the figures are written', 'build/bench/results.json')
    .allowExcessArguments()
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : MISUSE));
  command.parse([...argv]);
  const { pairs, quick, check, update, json } = command.opts<Flags>();
  const wrong = command.args.find((name) => !known.includes(name));
  if (wrong !== undefined)
    command.error(`There is no suite "${wrong}".${await hint(wrong, known)} Known: ${known.join(', ')}.`);
  if (quick === true && update === true)
    command.error('--update keeps figures, and those of --quick mean little. Leave one out.');
  return {
    suites: command.args.length === 0 ? known : [...new Set(command.args)],
    pairs: pairs ?? (quick === true ? 1 : PAIRS),
    isQuick: quick === true,
    isCheck: check === true,
    isUpdate: update === true,
    json,
  };
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Expected a whole number, at least 1.');
}

/** The package keeps its did-you-mean to itself; a second one would only differ. */
async function hint(given: string, known: readonly string[]): Promise<string> {
  const module: typeof import('../../dist/util/did-you-mean.js') = await import(productModule('util/did-you-mean.js'));
  return module.didYouMean(given, known);
}
