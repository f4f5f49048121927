import { Command, CommanderError } from 'commander';
import { HretError, messageOf } from '../errors.js';
import { VERSION } from '../version.js';
import { exitCodeOf } from './exit-code.js';
import { runFlags } from './run-flags.js';
import type { Terminal } from './terminal.js';

/** Flags as the commands get them. */
export type Flags = Readonly<Record<string, unknown>>;

export interface Program {
  /** Runs one command line; resolves to the exit code. Never throws and never exits. */
  main(args: readonly string[]): Promise<number>;
}

/** What a command does; resolves to the exit code. Imported when the command is called. */
type Action = (terminal: Terminal, flags: Flags, ...operands: string[]) => Promise<number>;

export function createProgram(terminal: Terminal): Program {
  return {
    async main(args) {
      let exitCode = 0;
      const act =
        (load: () => Promise<Action>) =>
        async (...given: unknown[]): Promise<void> => {
          const command = given.at(-1) as Command;
          const operands = given.slice(0, -2).flat() as string[];
          exitCode = await (await load())(terminal, command.optsWithGlobals<Flags>(), ...operands);
        };
      try {
        await commandLine(terminal, act).parseAsync(args.map(kebabFlag), { from: 'user' });
        return exitCode;
      } catch (error) {
        if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
        return report(terminal, error);
      }
    },
  };
}

/** The guide's spelling of flags: `--dataset_params` is `--dataset-params`. */
function kebabFlag(arg: string): string {
  const [flag = '', ...value] = arg.split('=');
  return arg.startsWith('--') ? [flag.replaceAll('_', '-'), ...value].join('=') : arg;
}

/** An error of ours is one message and no stack; anything else is a defect of hret and shows where it happened. */
function report(terminal: Terminal, error: unknown): number {
  const text =
    error instanceof HretError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : messageOf(error);
  terminal.err(`hret: ${text}\n`);
  return exitCodeOf(error);
}

function commandLine(
  terminal: Terminal,
  act: (load: () => Promise<Action>) => (...given: unknown[]) => Promise<void>,
): Command {
  const program = new Command('hret')
    .description('Evaluate LLM functions over benchmarks: run, score with intervals, keep, compare.')
    .version(VERSION, '-v, --version', 'print the version')
    .option('--output-dir <folder>', 'where runs and the history live (default ./hret_results)')
    .option('--config <file>', 'settings and run options, YAML or JSON')
    .option('--log-level <level>', 'debug, info, warn, error or silent (default info)')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .exitOverride()
    .showHelpAfterError('(hret --help lists the commands and their options)');
  const command = (usage: string, description: string) =>
    program.command(usage).description(description).exitOverride();

  const evaluate = command('eval', 'run one model over one dataset').option(
    '--json',
    'print { runId, metrics, stats, groups, counts, info }',
  );
  addRunFlags(evaluate);
  evaluate.action(act(async () => (await import('./eval.js')).evalCommand));

  const run = command(
    'run [files...]',
    'run what a .yaml/.json file or a module with decorated functions describes (default hret_config.yaml)',
  ).option('--json', 'print one object a run');
  addRunFlags(run);
  run.action(act(async () => (await import('./run.js')).runCommand));
  const estimate = command('estimate [config]', 'what a run would take and cost, before anything is asked')
    .option('--output-tokens <n>', 'tokens of a typical answer (default 200, or maxTokens if that is less)')
    .option('--json', 'print the estimate as one object');
  addRunFlags(estimate);
  estimate.action(act(async () => (await import('./estimate.js')).estimateCommand));
  const score = command('score <predictions>', 'score answers that exist already (.jsonl, .csv, …)')
    .option('--evaluation-method <name>', 'how to score, comma-separated')
    .option('--evaluator-params <json>', 'options of the evaluator')
    .option('--prediction-col <name>', 'column of the answers', 'prediction')
    .option('--reference-col <name>', 'column of the references', 'reference')
    .option('--input-col <name>', 'column of the questions', 'input')
    .option('--options-col <name>', 'column of the options')
    .option('--group-col <name>', 'column of the groups')
    .option('--cluster-col <name>', 'column of what rows share, such as a passage')
    .option('--metadata-col <name>', 'column of what evaluators read besides, an object in JSON (default: metadata)')
    .option('--id-col <name>', 'column of the ids', 'id')
    .option('--format <format>', 'jsonl, json, csv, tsv, parquet or xlsx (default: by extension)')
    .option('--run-name <name>', 'name of the run')
    .option('--json', 'print { runId, metrics, stats, groups, counts, info }');
  score.action(act(async () => (await import('./score.js')).scoreCommand));
  command('compare <runs...>', 'compare two runs sample by sample; of more, each with the first one')
    .option('--metric <name>', 'metric to compare (default: the first both have)')
    .option('--independent', 'compare two runs over different samples')
    .option('--json', 'print the comparison as one object')
    .action(act(async () => (await import('./compare.js')).compareCommand));
  command('gate', 'exit 1 unless a run holds a level or keeps up with a baseline')
    .option('--run <run>', 'run to judge (default: the newest)')
    .requiredOption('--metric <name>', 'metric to judge')
    .option('--baseline <run>', 'run to compare with')
    .option('--max-drop <n>', 'how much worse than the baseline it may be', '0')
    .option('--min <n>', 'the least it must reach (the most, where lower is better)')
    .option('--json', 'print the verdict as one object')
    .action(act(async () => (await import('./gate.js')).gateCommand));
  command('history', 'every run, oldest first')
    .option('--metric <name>', 'one metric over all runs')
    .option('--rebuild', 'make the history anew from the runs in the output folder')
    .option('--json', 'print a list of objects')
    .action(act(async () => (await import('./history.js')).historyCommand));
  command('show <run>', 'one run: numbers, groups, first errors')
    .option('--json', 'print { runId, metrics, stats, groups, counts, info }')
    .option('--samples <n>', 'also print the first n samples', '0')
    .option('--status <status>', 'only samples of this status: scored, unscored, failed, truncated')
    .action(act(async () => (await import('./show.js')).showCommand));
  command('list <kind>', 'datasets, models, evaluators, scaling or trackers')
    .option('--verbose', 'their options too')
    .option('--json', 'print a list of objects')
    .action(act(async () => (await import('./list.js')).listCommand));
  const resume = command(
    'resume <run>',
    'go on with an unfinished run, or ask the failed samples of a finished one again',
  ).option('--json', 'print { runId, metrics, stats, groups, counts, info }');
  addRunFlags(resume, '--resume');
  resume.action(act(async () => (await import('./resume.js')).resumeCommand));
  command('sync [run]', 'send what MLflow, W&B and the other trackers missed, of one run or of all')
    .option('--json', 'print { runs: [{ runId, name, status, tracker, delivered, left, link, reason }] }')
    .action(act(async () => (await import('./sync.js')).syncCommand));
  command('doctor', 'what hret stands on here: Node, packages, the output folder, the environment')
    .option('--json', 'print { findings: [{ what, state, found, advice }] }')
    .action(act(async () => (await import('./doctor.js')).doctorCommand));
  return program;
}

/** The run options as flags of a command; `--output-dir` is a flag of all commands already. */
function addRunFlags(command: Command, ...without: readonly string[]): void {
  for (const flag of runFlags()) {
    if (flag.long !== '--output-dir' && !without.includes(flag.long ?? '')) command.addOption(flag);
  }
}
