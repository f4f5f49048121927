import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSamples } from '../lib/data.js';
import { amountFigure, ratioFigure } from '../lib/figure.js';
import { inPairs } from '../lib/pairs.js';
import { type ProgramRun, runProgram } from '../lib/program.js';
import { type Server, startServer } from '../lib/server.js';
import type { BenchOptions, Figure, Suite } from '../lib/suite.js';
import type { HttpInput, HttpReport } from '../programs/http-report.js';

interface Scenario {
  readonly latencyMs: number;
  readonly concurrency: number;
  readonly n: number;
  readonly atLeast: number;
}

const RIGHT = 0.7;
const AGAINST = 'undici Pool.request, same bodies, reply parsed';
const MOST_CPU_MICROS = 60;

const scenarios: readonly Scenario[] = [
  { latencyMs: 0, concurrency: 64, n: 50_000, atLeast: 0.6 },
  { latencyMs: 20, concurrency: 64, n: 50_000, atLeast: 0.97 },
  { latencyMs: 20, concurrency: 256, n: 50_000, atLeast: 0.85 },
];

export const suite: Suite = {
  name: 'http',
  summary: 'the openai backend with string_match, journal and history, against a bare pool of connections',
  async run(options) {
    const figures: Figure[] = [];
    for (const scenario of scenarios) figures.push(...(await figuresOf(scenario, options)));
    return figures;
  },
};

type Pair = readonly [ours: ProgramRun<HttpReport>, bare: ProgramRun<HttpReport>];

async function figuresOf(scenario: Scenario, options: BenchOptions): Promise<Figure[]> {
  const n = options.isQuick ? scenario.n / 10 : scenario.n;
  const samples = join(options.folder, `samples-${n}.jsonl`);
  await writeSamples(samples, { n, chars: 600, right: RIGHT });
  const server = await startServer(scenario);
  try {
    const { latencyMs, concurrency, atLeast } = scenario;
    const title = `${n.toLocaleString('en-US')} samples, ${latencyMs} ms, concurrency ${concurrency}`;
    const ask = (program: string) => {
      options.say(`${title}: ${program}`);
      return asked(
        program,
        { samples, apiBase: server.url, concurrency, outputDir: join(options.folder, 'results') },
        n,
        server,
      );
    };
    const pairs = await inPairs(
      options.pairs,
      () => ask('http-ours'),
      () => ask('http-bare'),
    );
    return [throughput(title, pairs, atLeast), ...(latencyMs === 0 ? costs(title, pairs) : [])];
  } finally {
    await server.close();
  }
}

/** One run, refused unless every sample was asked once and scored as it should be. */
async function asked(program: string, input: HttpInput, n: number, server: Server): Promise<ProgramRun<HttpReport>> {
  await server.reset();
  const run = await runProgram<HttpReport>(program, input);
  const { requests, answeredTwice } = await server.stats();
  await rm(input.outputDir, { recursive: true, force: true });
  const { done, right } = run.report;
  if (requests === n && answeredTwice === 0 && done === n && right === Math.floor(n * RIGHT)) return run;
  throw new Error(`${program}: of ${n} samples ${requests} were asked, ${done} done, ${right} right.`);
}

function throughput(title: string, pairs: readonly Pair[], atLeast: number): Figure {
  const rates = pairs.map(([ours, bare]) => [ours.report.samplesPerSecond, bare.report.samplesPerSecond] as const);
  return ratioFigure({ name: `${title}: throughput`, unit: 'samples/s', against: AGAINST, target: { atLeast } }, rates);
}

/** What only shows where nothing waits for the server. */
function costs(title: string, pairs: readonly Pair[]): Figure[] {
  const over = pairs.map(([ours, bare]) => ours.report.cpuMicrosPerSample - bare.report.cpuMicrosPerSample);
  return [
    amountFigure(
      { name: `${title}: CPU a sample over bare`, unit: 'µs', against: AGAINST, target: { atMost: MOST_CPU_MICROS } },
      over,
    ),
    ratioFigure(
      { name: `${title}: whole process`, unit: 'ms', against: AGAINST },
      pairs.map(([ours, bare]) => [ours.wallMs, bare.wallMs] as const),
    ),
    ratioFigure(
      { name: `${title}: peak memory`, unit: 'MB', against: `${AGAINST}; it holds the whole file` },
      pairs.map(([ours, bare]) => [ours.maxRssMb, bare.maxRssMb] as const),
    ),
  ];
}
