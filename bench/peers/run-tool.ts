import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { runPlain } from '../lib/child.js';
import type { Server, ServerStats } from '../lib/server.js';
import type { Installed } from './install.js';

export interface Questions {
  readonly path: string;
  readonly n: number;
}

export interface Asked {
  readonly questions: Questions;
  readonly server: Server;
  /** Results are kept in a new folder under it, so that no run finds those of another. */
  readonly work: string;
}

export interface ToolRun {
  /** The whole process, start-up included. */
  readonly seconds: number;
  readonly accuracy: number;
  readonly mostInFlight: number;
}

/** The slowest known takes three minutes for 5,000 samples. What takes longer than this hangs. */
const TIME_LIMIT_MS = 600_000;

/** Runs a tool once. A run that did not ask every question exactly once is no measurement, and throws. */
export async function runTool({ tool, folder, node }: Installed, { questions, server, work }: Asked): Promise<ToolRun> {
  const results = await mkdtemp(join(work, `${tool.name}-`));
  await server.reset();
  const { wallMs, code, stdout, stderr, isOverdue } = await runPlain([node, ...tool.command], {
    cwd: folder,
    env: {
      ...tool.env,
      BENCH_SAMPLES: questions.path,
      BENCH_URL: server.url,
      BENCH_RESULTS: results,
      ...(tool.resultsVariable !== undefined && { [tool.resultsVariable]: results }),
    },
    timeLimitMs: TIME_LIMIT_MS,
  });
  if (isOverdue) throw new Error(overdueText(questions.n, await server.stats()));
  if (code !== 0) throw new Error(`it ended with exit code ${code}: ${lastLines(stderr || stdout)}`);
  const { requests, answeredTwice, mostInFlight } = await server.stats();
  await rm(results, { recursive: true, force: true });
  if (requests !== questions.n || answeredTwice > 0)
    throw new Error(`it made ${requests} requests for ${questions.n} questions, ${answeredTwice} of them asked again`);
  return { seconds: wallMs / 1000, accuracy: accuracyIn(stdout, tool.accuracy), mostInFlight };
}

function overdueText(n: number, { requests }: ServerStats): string {
  return `it was killed after ${TIME_LIMIT_MS / 1000} s with ${requests} requests made for ${n} questions`;
}

function accuracyIn(stdout: string, pattern: RegExp | undefined): number {
  const text = stripVTControlCharacters(stdout).trimEnd();
  if (pattern !== undefined) return Number(pattern.exec(text)?.[1]) / 100;
  return (JSON.parse(text.slice(text.lastIndexOf('\n') + 1)) as { accuracy: number }).accuracy;
}

function lastLines(text: string): string {
  return stripVTControlCharacters(text).trimEnd().split('\n').slice(-3).join(' ');
}
