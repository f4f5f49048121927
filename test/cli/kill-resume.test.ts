import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SampleResult } from '../../src/core/sample-result.js';
import { fileRunStore } from '../../src/history/run-store.js';
import { type LoopbackLlm, startLoopbackLlm } from '../../src/testing/index.js';
import { fastRandom } from '../../src/util/random.js';
import { buildDist } from '../build-dist.js';
import { tempDir } from '../temp-dir.js';
import { until } from '../until.js';

const main = resolve(fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url)));
const WORKERS = 16;
/** For programs that have to start first. */
const LONG_MS = 50_000;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line as a process of its own, as it was built. */
function start(args: readonly string[]): { child: ChildProcess; said: () => string; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout?.on('data', (text) => (out += text));
  child.stderr?.on('data', (text) => (err += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
  return { child, said: () => err, ended };
}

/** Waits until so many requests came in; a run that ends before is told with what it printed. */
async function untilAsked(llm: LoopbackLlm, n: number, run: ReturnType<typeof start>): Promise<void> {
  await until(() => llm.requests.length >= n || run.child.exitCode !== null, LONG_MS);
  if (llm.requests.length < n) throw new Error(`the run ended early: ${JSON.stringify(await run.ended)}`);
}

function questions(folder: string, n: number): string {
  const path = join(folder, 'questions.jsonl');
  const rows = Array.from({ length: n }, (_, i) =>
    JSON.stringify({
      id: `q${i % (n / 2)}`,
      input: `[Q${i}] 무엇입니까?`,
      reference: answerTo(`[Q${i}]`),
      topic: `t${i % 5}`,
    }),
  );
  writeFileSync(path, `${rows.join('\n')}\n`);
  return path;
}

function answerTo(prompt: string): string {
  return 'ABCD'[Number(/\[Q(\d+)\]/.exec(prompt)?.[1] ?? 0) % 4] ?? '';
}

function evalArgs(path: string, url: string, out: string): string[] {
  return [
    ...[
      'eval',
      '--dataset',
      'generic_file',
      '--dataset-params',
      JSON.stringify({ path, groupCol: 'topic' }),
      '--model',
      'openai',
    ],
    ...[
      '--model-params',
      JSON.stringify({ apiBase: url, modelName: 'loopback', apiKey: 'sk-secret-of-the-test-1' }),
      '--max-workers',
      String(WORKERS),
      '--output-dir',
      out,
    ],
    ...['--resume', '--json'],
  ];
}

async function samplesOf(out: string, runId: string): Promise<Omit<SampleResult, 'latencyMs' | 'attempts'>[]> {
  const store = fileRunStore(out, { redact: (text) => text, now: Date.now, warn: () => {} });
  const samples: Omit<SampleResult, 'latencyMs' | 'attempts'>[] = [];
  for await (const { latencyMs: _l, attempts: _a, ...rest } of store.results(runId)) samples.push(rest);
  return samples;
}

beforeAll(buildDist, 120_000);

describe('a killed run', () => {
  it('killed at twenty random moments and resumed each time, equals a run never stopped, and asks no answer it has again', async () => {
    await using folder = await tempDir();
    await using llm = await startLoopbackLlm({
      answer: async (prompt) => {
        await sleep(4);
        return Number(/\[Q(\d+)\]/.exec(prompt)?.[1]) % 7 === 0 ? '모르겠습니다' : answerTo(prompt);
      },
      faults: ({ prompt, attempt }) =>
        attempt === 1 && /\[Q\d*3\]/.test(prompt) ? { kind: 'status', status: 503 } : undefined,
    });
    const path = questions(folder.path, 2000);
    const random = fastRandom(20);
    const moments = Array.from({ length: 20 }, () => Math.floor(random() * 1900)).sort((one, other) => one - other);
    const killed = join(folder.path, 'killed');
    let kills = 0;
    let ended: Ended;
    for (;;) {
      const run = start(evalArgs(path, llm.url, killed));
      const moment = moments[kills];
      if (moment !== undefined) {
        await until(() => llm.requests.length >= moment || run.child.exitCode !== null, LONG_MS);
        if (run.child.exitCode === null) kills++;
        run.child.kill('SIGKILL');
      }
      ended = await run.ended;
      if (ended.code !== null) break;
    }
    expect(ended).toMatchObject({ code: 0 });
    expect(kills).toBe(20);
    const resumed = JSON.parse(ended.out);
    // Answers the server had sent when the process died were lost on the way: at most those in flight at each kill.
    const askedAgain = llm.answeredTwice;
    expect(askedAgain).toBeLessThanOrEqual(kills * WORKERS);

    const straight = join(folder.path, 'straight');
    const whole = JSON.parse((await start(evalArgs(path, llm.url, straight)).ended).out);
    expect(resumed.metrics).toEqual(whole.metrics);
    expect(resumed.stats).toEqual(whole.stats);
    expect(resumed.groups).toEqual(whole.groups);
    expect(resumed.counts).toEqual({ total: 2000, scored: 2000, unscored: 0, failed: 0, truncated: 0 });
    expect(await samplesOf(killed, resumed.runId)).toEqual(await samplesOf(straight, whole.runId));
    expect(readdirSync(join(killed, 'runs'))).toHaveLength(1);
  }, 120_000);
});

describe('Ctrl-C', () => {
  it('drains, saves, says how to go on and exits with 130; the printed command finishes the run', async () => {
    await using folder = await tempDir();
    await using llm = await startLoopbackLlm({ answer: (prompt) => sleep(20, answerTo(prompt)) });
    const out = join(folder.path, 'out');
    const run = start(evalArgs(questions(folder.path, 400), llm.url, out).filter((arg) => arg !== '--resume'));
    await untilAsked(llm, 60, run);
    run.child.kill('SIGINT');
    const stopped = await run.ended;
    expect(stopped.code).toBe(130);
    expect(stopped.err).toMatch(/finishing what is in flight/);
    const runId = /hret resume (\S+)/.exec(stopped.err)?.[1] ?? '';
    const done = (await samplesOf(out, runId)).length;
    expect(done).toBe(llm.requests.length);
    // The key is written nowhere, and the run goes on without it being another run.
    expect(stopped.err).toContain(`hret resume ${runId} --output-dir ${out}`);
    const { code, out: printed } = await start(['resume', runId, '--output-dir', out, '--json']).ended;
    expect(code).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ runId, counts: { total: 400, scored: 400 } });
    expect(llm.requests.length).toBe(400);
  }, 60_000);

  it('twice, gives up what is in flight, and the run still loads', async () => {
    await using folder = await tempDir();
    await using llm = await startLoopbackLlm({
      faults: ({ prompt }) => (/\[Q5\d\]/.test(prompt) ? { kind: 'hang' } : undefined),
    });
    const out = join(folder.path, 'out');
    const run = start(evalArgs(questions(folder.path, 400), llm.url, out).filter((arg) => arg !== '--resume'));
    await untilAsked(llm, 60, run);
    run.child.kill('SIGINT');
    await until(() => run.said().includes('finishing what is in flight'), LONG_MS);
    expect(run.child.exitCode).toBeNull();
    run.child.kill('SIGINT');
    const { code, err } = await run.ended;
    expect(code).toBe(130);
    const runId = /hret resume (\S+)/.exec(err)?.[1] ?? '';
    const shown = await start(['show', runId, '--output-dir', out, '--json']).ended;
    expect(JSON.parse(shown.out)).toMatchObject({ info: { status: 'interrupted' }, counts: { failed: 0 } });
  }, 60_000);
});
