import { join } from 'node:path';
import { writeSamples } from '../lib/data.js';
import { compared, inPairs } from '../lib/pairs.js';
import { type Server, startServer } from '../lib/server.js';
import type { BenchOptions, Figure, Suite } from '../lib/suite.js';
import { type Installed, install } from '../peers/install.js';
import { type Asked, type Questions, runTool, type ToolRun } from '../peers/run-tool.js';
import { hret, tools } from '../peers/tools.js';

const SIZES = [1000, 5000];
const QUICK_SIZES = [200];
const RIGHT = 0.7;
const CONCURRENCY = 64;
/** A tool that takes longer than this is measured once: its ratio is far from any doubt. */
const SLOW_SECONDS = 25;
/** With answers that take a while, the requests in flight are as many as the tool allows. */
const CHECK = { n: 200, latencyMs: 50 };

export const suite: Suite = {
  name: 'peers',
  summary: 'the whole process against other evaluation tools: the same questions, the same server, 64 at a time',
  async run(options) {
    const ours = await install(hret, options.say);
    const ready = await usable([ours], options);
    if (ready.length === 0) throw new Error('hret itself did not pass the check, so there is nothing to compare.');
    const installed: Installed[] = [];
    for (const tool of tools) {
      const made = await orNote(options, tool.name, () => install(tool, options.say));
      if (made !== undefined) installed.push(made);
    }
    return measureAll(ours, await usable(installed, options), options);
  },
};

/** The tools that ask every question once; what else is odd about one is told. */
async function usable(installed: readonly Installed[], options: BenchOptions): Promise<Installed[]> {
  const questions = await questionFile(options.folder, CHECK.n);
  return withServer(CHECK.latencyMs, async (server) => {
    const passed: Installed[] = [];
    for (const tool of installed) {
      const name = tool.tool.name;
      const run = await orNote(options, name, () => runTool(tool, { questions, server, work: options.folder }));
      if (run === undefined) continue;
      passed.push(tool);
      noteOddities(name, run, options);
    }
    return passed;
  });
}

function noteOddities(name: string, { accuracy, mostInFlight }: ToolRun, { note }: BenchOptions): void {
  // Some tools print whole percents.
  if (!(Math.abs(accuracy - RIGHT) < 0.005)) note(`${name} says the accuracy is ${accuracy}; it is ${RIGHT}`);
  if (mostInFlight !== CONCURRENCY) note(`${name} had at most ${mostInFlight} requests in flight, not ${CONCURRENCY}`);
}

async function measureAll(ours: Installed, peers: readonly Installed[], options: BenchOptions): Promise<Figure[]> {
  return withServer(0, async (server) => {
    const figures: Figure[] = [];
    const failed = new Set<Installed>();
    for (const n of options.isQuick ? QUICK_SIZES : SIZES) {
      const asked = { questions: await questionFile(options.folder, n), server, work: options.folder };
      for (const peer of peers.filter((each) => !failed.has(each))) {
        const title = `${peer.tool.name}, ${n.toLocaleString('en-US')} samples`;
        options.say(title);
        const figure = await orNote(options, title, () => measure(ours, peer, asked, options.pairs));
        if (figure !== undefined) figures.push(figure);
        else failed.add(peer);
      }
    }
    return figures;
  });
}

async function measure(ours: Installed, peer: Installed, asked: Asked, pairs: number): Promise<Figure> {
  const secondsOf = async (tool: Installed) => (await runTool(tool, asked)).seconds;
  const inTurn = (count: number) =>
    inPairs(
      count,
      () => secondsOf(ours),
      () => secondsOf(peer),
    );
  const first = await inTurn(1);
  const isSlow = first.some(([, theirs]) => theirs > SLOW_SECONDS);
  return figureOf(peer, asked.questions, isSlow ? first : [...first, ...(await inTurn(pairs - 1))]);
}

/** The ratio is the peer's time to ours, so that 20 reads as 20 times faster. */
function figureOf(
  { tool, version, otherNode }: Installed,
  { n }: Questions,
  measured: readonly (readonly [ours: number, theirs: number])[],
): Figure {
  const { ours: theirs, baseline: ours, ratio, spread } = compared(measured.map(([hret, peer]) => [peer, hret]));
  const atLeast = tool.timesFaster[n];
  const node = otherNode === undefined ? '' : ` on Node ${otherNode}`;
  return {
    name: `${n.toLocaleString('en-US')} samples: ${tool.name}${node}`,
    unit: 's',
    ours,
    baseline: theirs,
    against: `${tool.package} ${version}; ratio: its time to ours`,
    ratio,
    spread,
    pairs: measured.length,
    ...(atLeast !== undefined && { target: { atLeast } }),
  };
}

async function questionFile(folder: string, n: number): Promise<Questions> {
  const path = join(folder, `questions-${n}.jsonl`);
  await writeSamples(path, { n, chars: 600, right: RIGHT });
  return { path, n };
}

async function withServer<T>(latencyMs: number, use: (server: Server) => Promise<T>): Promise<T> {
  const server = await startServer({ latencyMs });
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

/** A tool that fails is told by name and left out; the others go on. */
async function orNote<T>({ say, note }: BenchOptions, title: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const line = `${title}: left out: ${error instanceof Error ? error.message : String(error)}`;
    say(line);
    note(line);
    return undefined;
  }
}
