/** An evaluation tool that is measured as a whole process; its program is in `programs/<name>/`. */
export interface Tool {
  readonly name: string;
  /** The npm package whose version is told. */
  readonly package: string;
  /** What is installed for it, at the versions of `package.json`. */
  readonly packages: readonly string[];
  /** Installed without a binary, so it is compiled here. */
  readonly nativePackage?: string;
  /** Major version of Node it needs at least. */
  readonly needsNode?: number;
  /** What Node runs, relative to the folder of the tool. */
  readonly command: readonly string[];
  /** Settings, most of them to keep it from sending anything anywhere. */
  readonly env?: Readonly<Record<string, string>>;
  /** The environment variable that says where it keeps its results, for tools that are not told in their program. */
  readonly resultsVariable?: string;
  /** How the accuracy is told in what it prints; a JSON line unless the tool prints a summary of its own. */
  readonly accuracy?: RegExp;
  /** How many times faster hret is to be, by number of samples. */
  readonly timesFaster: Readonly<Record<number, number>>;
}

const program = ['program.mjs'];

export const hret = {
  name: 'hret',
  package: 'hret',
  packages: [],
  command: program,
  timesFaster: {},
} satisfies Tool;

export const tools: readonly Tool[] = [
  {
    name: 'autoevals',
    package: 'autoevals',
    packages: ['autoevals', 'zod'],
    command: program,
    timesFaster: { 1000: 1.3, 5000: 2 },
  },
  {
    name: 'deepeval',
    package: 'deepeval',
    packages: ['deepeval'],
    command: program,
    env: { DEEPEVAL_TELEMETRY_OPT_OUT: '1' },
    timesFaster: { 1000: 1.6, 5000: 2.5 },
  },
  {
    name: 'braintrust',
    package: 'braintrust',
    packages: ['braintrust', 'autoevals', 'zod'],
    command: program,
    timesFaster: { 1000: 1.6, 5000: 2.5 },
  },
  {
    name: 'mastra',
    package: '@mastra/core',
    packages: ['@mastra/core', 'zod'],
    needsNode: 22,
    command: program,
    env: { MASTRA_TELEMETRY_DISABLED: '1' },
    timesFaster: { 1000: 4, 5000: 7 },
  },
  {
    name: 'promptfoo',
    package: 'promptfoo',
    packages: ['promptfoo'],
    needsNode: 22,
    command: [
      'node_modules/promptfoo/dist/src/entrypoint.js',
      'eval',
      '--max-concurrency',
      '64',
      '--no-cache',
      '--no-table',
      '--no-progress-bar',
    ],
    env: {
      PROMPTFOO_DISABLE_TELEMETRY: '1',
      PROMPTFOO_DISABLE_UPDATE: '1',
      PROMPTFOO_DISABLE_REMOTE_GENERATION: '1',
      PROMPTFOO_FAILED_TEST_EXIT_CODE: '0',
    },
    resultsVariable: 'PROMPTFOO_CONFIG_DIR',
    accuracy: /passed \(([\d.]+)%\)/,
    timesFaster: { 1000: 8, 5000: 20 },
  },
  {
    name: 'evalite',
    package: 'evalite',
    packages: ['evalite', 'vitest'],
    nativePackage: 'better-sqlite3',
    command: ['node_modules/evalite/dist/bin.js', 'run'],
    accuracy: /Score +([\d.]+)%/,
    timesFaster: { 1000: 9, 5000: 100 },
  },
];
