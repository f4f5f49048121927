import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Evaluator, Score } from '../../src/core/evaluator.js';
import { follow } from '../../src/core/follow.js';
import type { GenerateRequest } from '../../src/core/model.js';
import { type RunPlan, run } from '../../src/core/run.js';
import type { RunRecord } from '../../src/core/run-record.js';
import type { RunStore } from '../../src/core/run-store.js';
import type { Sample } from '../../src/core/sample.js';
import type { SampleResult } from '../../src/core/sample-result.js';
import type { RunEvent } from '../../src/core/tracker.js';
import { HretError } from '../../src/errors.js';
import { memoryRunStore } from '../../src/history/run-store.js';

const equality: Evaluator = {
  name: 'equality',
  reads: 'text',
  metrics: ['accuracy'],
  score({ sample, answer }): Score {
    if (answer.kind !== 'text' || sample.target.kind !== 'text') return { status: 'unscored', reason: 'not a text' };
    if (answer.generation.text === '?') return { status: 'unscored', reason: 'a refusal' };
    return { status: 'scored', values: { accuracy: sample.target.accepted.includes(answer.generation.text) ? 1 : 0 } };
  },
};

function samples(n: number): Sample[] {
  return Array.from({ length: n }, (_, i) => ({
    id: `q${i}`,
    input: `question ${i}`,
    target: { kind: 'text', accepted: [`answer ${i}`] },
    group: i % 2 === 0 ? 'even' : 'odd',
  }));
}

function text(given: string, finish: 'stop' | 'length' | 'filter' = 'stop'): Answer {
  return { kind: 'text', generation: { text: given, finish } };
}

const rightAnswer = async ({ sample }: GenerateRequest): Promise<Answer> =>
  text(sample.input.replace('question', 'answer'));

const blank: RunRecord = {
  runId: 'run-1',
  name: 'test',
  kind: 'evaluation',
  status: 'running',
  startedAt: '2026-01-01T00:00:00.000Z',
  metrics: {},
  stats: {},
  groups: {},
  warnings: [],
  metadata: {},
  info: {},
  versions: {},
};

interface Setting extends Partial<Omit<RunPlan, 'dataset' | 'log'>> {
  readonly rows?: readonly Sample[];
  readonly store?: RunStore;
  readonly isResumed?: boolean;
}

async function planOf({
  rows = samples(10),
  store = memoryRunStore(),
  isResumed = false,
  ...rest
}: Setting): Promise<RunPlan> {
  return {
    dataset: {
      name: 'rows',
      size: rows.length,
      async *samples() {
        yield* rows;
      },
    },
    prompt: (sample) => ({ text: sample.input }),
    trials: 1,
    record: blank,
    ask: rightAnswer,
    evaluators: [equality],
    metricNames: [(metric) => metric],
    maxWorkers: 4,
    timeoutMs: 5000,
    log: isResumed ? await store.reopen(blank.runId) : await store.create(blank),
    stored: () => store.results(blank.runId),
    warn: () => {},
    warnings: () => [],
    now: () => Date.parse('2026-01-01T00:00:10.000Z'),
    ...rest,
  };
}

async function runIt(
  setting: Setting = {},
): Promise<{ record: RunRecord; results: SampleResult[]; events: RunEvent[] }> {
  const store = setting.store ?? memoryRunStore();
  const events: RunEvent[] = [];
  const plan = await planOf({ ...setting, store });
  const record = await follow(run(plan), [{ name: 'ear', handle: (event) => void events.push(event) }], () => {});
  const results: SampleResult[] = [];
  for await (const result of store.results(blank.runId)) results.push(result);
  return { record, results, events };
}

describe('a run', () => {
  it('asks every sample once and states n, interval and counts', async () => {
    const asked: string[] = [];
    const ask = async (request: GenerateRequest) => {
      asked.push(request.sample.id);
      return request.sample.id === 'q3' ? text('wrong') : rightAnswer(request);
    };
    const { record, results } = await runIt({ ask });
    expect(asked.sort()).toEqual(
      samples(10)
        .map(({ id }) => id)
        .sort(),
    );
    expect(record).toMatchObject({
      status: 'finished',
      metrics: { accuracy: 0.9 },
      counts: { total: 10, scored: 10, unscored: 0, failed: 0, truncated: 0 },
    });
    expect(record.stats.accuracy).toMatchObject({ n: 10, unscored: 0, mean: 0.9 });
    expect(record.stats.accuracy?.ci95?.[0]).toBeCloseTo(0.5958, 3);
    expect(record.groups.odd?.accuracy).toMatchObject({ n: 5, mean: 0.8 });
    expect(results.map(({ id }) => id)).toEqual(samples(10).map(({ id }) => id));
  });

  it('tells what happened in order: a start, the samples, an end', async () => {
    const { events } = await runIt({ rows: samples(3) });
    expect(events.map(({ type }) => type)).toEqual(['run-start', 'sample-end', 'sample-end', 'sample-end', 'run-end']);
    expect(events[0]).toMatchObject({ total: 3 });
  });

  it('gives the same numbers, whatever order the answers come back in', async () => {
    const score = (id: string) => ((Number(id.slice(1)) * 7919) % 101) / 101;
    const graded: Evaluator = {
      name: 'graded',
      reads: 'text',
      metrics: ['grade'],
      score: ({ sample }) => ({ status: 'scored', values: { grade: score(sample.id) } }),
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 4 }), { minLength: 30, maxLength: 30 }), async (delays) => {
        const ask = async (request: GenerateRequest) => {
          for (let i = 0; i < (delays[Number(request.sample.id.slice(1))] ?? 0); i++) await turn();
          return rightAnswer(request);
        };
        const shuffled = await runIt({ rows: samples(30), ask, evaluators: [graded], maxWorkers: 8 });
        const straight = await runIt({ rows: samples(30), evaluators: [graded], maxWorkers: 1 });
        expect(shuffled.record.stats).toEqual(straight.record.stats);
        expect(shuffled.record.groups).toEqual(straight.record.groups);
        expect(Object.keys(shuffled.record.groups)).toEqual(['even', 'odd']);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps samples with the same id apart', async () => {
    const rows = samples(4).map((sample) => ({ ...sample, id: 'same' }));
    const { record, results } = await runIt({ rows });
    expect(record.counts?.total).toBe(4);
    expect(results.map(({ input }) => input)).toEqual(rows.map(({ input }) => input));
  });

  it('leaves unscored answers out of the mean, with their reason', async () => {
    const ask = async (request: GenerateRequest) => (request.sample.id === 'q0' ? text('?') : rightAnswer(request));
    const { record, results } = await runIt({ ask });
    expect(record.metrics.accuracy).toBe(1);
    expect(record.stats.accuracy).toMatchObject({ n: 9, unscored: 1 });
    expect(record.counts).toMatchObject({ scored: 9, unscored: 1 });
    expect(results[0]).toMatchObject({ status: 'unscored', reason: 'a refusal', prediction: '?', scores: {} });
  });

  it('leaves a metric out that nobody could compute, instead of NaN or 0', async () => {
    const { record } = await runIt({ ask: async () => text('?') });
    expect(record.metrics).toEqual({});
    expect(record.status).toBe('finished');
  });

  it('turns a throwing model into failed samples that are no zeros', async () => {
    const ask = async (request: GenerateRequest) => {
      if (request.sample.id === 'q1') throw new Error('connection lost');
      return rightAnswer(request);
    };
    const { record, results } = await runIt({ ask });
    expect(record.counts).toMatchObject({ scored: 9, failed: 1 });
    expect(record.metrics.accuracy).toBe(1);
    expect(record.firstErrors).toEqual(['q1: connection lost']);
    expect(results[1]).toMatchObject({ status: 'failed', stage: 'ask', error: 'connection lost' });
    expect(results[1]).not.toHaveProperty('prediction');
  });

  it('keeps the answer of a sample that could not be scored', async () => {
    const broken: Evaluator = {
      ...equality,
      score(input) {
        if (input.sample.id === 'q2') throw new Error('judge is down');
        return equality.score(input);
      },
    };
    const { results } = await runIt({ evaluators: [broken] });
    expect(results[2]).toMatchObject({
      status: 'failed',
      stage: 'score',
      error: 'judge is down',
      prediction: 'answer 2',
    });
  });

  it('refuses scores that are not finite numbers', async () => {
    const evaluators: Evaluator[] = [
      { ...equality, score: () => ({ status: 'scored', values: { accuracy: Number.NaN } }) },
    ];
    const { record } = await runIt({ evaluators });
    expect(record).toMatchObject({ status: 'failed', errorCode: 'nothing_scored', metrics: {} });
    expect(record.firstErrors?.[0]).toMatch(/equality gave NaN for accuracy/);
  });

  it('counts an answer that was cut off apart, unless it stated its final answer', async () => {
    const definite: Evaluator = {
      ...equality,
      score: ({ answer }) => ({
        status: 'scored',
        values: { accuracy: 0 },
        isDefinite: answer.kind === 'text' && answer.generation.text.startsWith('정답:'),
      }),
    };
    const ask = async ({ sample }: GenerateRequest) =>
      text(sample.id === 'q0' ? '정답: 틀림' : '생각해 보면…', 'length');
    const { record, results } = await runIt({ ask, evaluators: [definite], rows: samples(3) });
    expect(record.counts).toMatchObject({ scored: 1, truncated: 2 });
    expect(record.stats.accuracy).toMatchObject({ n: 1, unscored: 0, mean: 0 });
    expect(results[1]).toMatchObject({ status: 'truncated', finish: 'length', scores: {} });
    expect(results[1]?.reason).toMatch(/token limit/);
  });

  it('does not score what the service withheld', async () => {
    const { record, results } = await runIt({ ask: async () => text('', 'filter'), rows: samples(2) });
    expect(record.counts).toMatchObject({ unscored: 2 });
    expect(results[0]?.reason).toMatch(/content filter/);
  });

  it('fails samples that take longer than the time limit, and goes on', async () => {
    const ask = async (request: GenerateRequest) => {
      if (request.sample.id === 'q4') await new Promise(() => {});
      return rightAnswer(request);
    };
    const { record, results } = await runIt({ ask, timeoutMs: 50 });
    expect(record.counts).toMatchObject({ scored: 9, failed: 1 });
    expect(results[4]?.error).toBe('no answer within 50 ms (timeoutMs)');
  });

  it('stops with the first errors once more samples failed than allowed', async () => {
    let asked = 0;
    const ask = async () => {
      asked++;
      throw new Error(`no ${asked}`);
    };
    const { record } = await runIt({ ask, rows: samples(1000), maxFailures: 5, maxWorkers: 2 });
    expect(record).toMatchObject({
      status: 'failed',
      errorCode: 'too_many_failures',
      error: 'more than 5 samples failed (maxFailures)',
    });
    expect(record.firstErrors).toHaveLength(5);
    expect(asked).toBeLessThan(20);
  });

  it('stops at once when no other sample can succeed either', async () => {
    let asked = 0;
    const ask = async () => {
      asked++;
      throw new HretError('model', 'the key is wrong', { stopsRun: true });
    };
    const { record } = await runIt({ ask, rows: samples(1000) });
    expect(record).toMatchObject({ status: 'failed', error: 'the key is wrong', errorCode: 'model' });
    expect(asked).toBeLessThanOrEqual(8);
  });

  it('is failed when nothing was answered', async () => {
    const ask = async () => {
      throw new Error('down');
    };
    expect((await runIt({ ask })).record).toMatchObject({
      status: 'failed',
      error: 'none of the 10 samples could be answered and scored',
    });
    expect((await runIt({ rows: [] })).record).toMatchObject({
      status: 'failed',
      error: 'the dataset gave no samples',
    });
  });

  it('asks every sample as often as trials say, and counts the sample once in n', async () => {
    const ask = async (request: GenerateRequest) => (request.draw === 0 ? rightAnswer(request) : text('wrong'));
    const { record, results } = await runIt({ ask, trials: 4, rows: samples(5) });
    expect(record.counts?.total).toBe(20);
    expect(record.stats.accuracy).toMatchObject({ n: 5, mean: 0.25 });
    expect(results.slice(0, 4).map(({ id, trial }) => [id, trial])).toEqual([
      ['q0', 0],
      ['q0', 1],
      ['q0', 2],
      ['q0', 3],
    ]);
  });

  it('takes the first samples when limited, and never the ones left out', async () => {
    const { results } = await runIt({ limit: 3, leftOut: new Set([0, 2]) });
    expect(results.map(({ id }) => id)).toEqual(['q1', 'q3', 'q4']);
  });

  it('hands all results to an evaluator that looks at the whole corpus', async () => {
    const corpus: Evaluator = { ...equality, summarize: (all) => ({ corpus_size: all.length, accuracy: 0.5 }) };
    const { record } = await runIt({ evaluators: [corpus] });
    expect(record.metrics).toEqual({ accuracy: 0.5, corpus_size: 10 });
    expect(record.stats.corpus_size).toEqual({ n: 10, unscored: 0, mean: 10 });
  });

  it('keeps the answers and has failed when the corpus cannot be summed up', async () => {
    const store = memoryRunStore();
    const corpus: Evaluator = { ...equality, summarize: () => ({ bleu: Number.NaN }) };
    const { record, results } = await runIt({ evaluators: [corpus], store });
    expect(record).toMatchObject({ status: 'failed', errorCode: 'scoring', counts: { scored: 10 } });
    expect(record.error).toMatch(/equality gave NaN for bleu/);
    expect(results).toHaveLength(10);
    const ask = async () => {
      throw new Error('must not be asked');
    };
    expect((await runIt({ store, ask, isResumed: true })).record.status).toBe('finished');
  });

  it('reports the floor of choice questions', async () => {
    const rows: Sample[] = [0, 1, 1, 3].map((answer, i) => ({
      id: `c${i}`,
      input: 'x',
      target: { kind: 'choice', choices: ['a', 'bb', 'c', 'd'], answer },
    }));
    const { record } = await runIt({ rows });
    expect(record.info.floor).toEqual({ n: 4, random: 0.25, first: 0.25, longest: 0.5, majority: 0.5 });
  });

  it('sums usage, cost and retries', async () => {
    const ask = async (): Promise<Answer> => ({
      kind: 'text',
      generation: {
        text: 'x',
        finish: 'stop',
        usage: { inputTokens: 10, outputTokens: 2 },
        costUsd: 0.001,
        attempts: 3,
      },
    });
    const { record } = await runIt({ ask, rows: samples(4) });
    expect(record.usage).toEqual({ inputTokens: 40, outputTokens: 8 });
    expect(record.costUsd).toBeCloseTo(0.004, 12);
    expect(record.retries).toBe(8);
  });

  it('goes on when a tracker fails, and says so once', async () => {
    const warnings: string[] = [];
    const plan = await planOf({});
    const tracker = {
      name: 'fragile',
      async handle() {
        throw new Error('server is gone');
      },
    };
    const record = await follow(run(plan), [tracker], (message) => warnings.push(message));
    expect(record.status).toBe('finished');
    expect(warnings).toEqual(['the tracker "fragile" failed and hears nothing more of this run: server is gone']);
  });

  it('lets timers fire and signals through while functions return at once', async () => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 30);
    const { record } = await runIt({ rows: samples(200_000), signal: stop.signal });
    clearTimeout(timer);
    expect(record.status).toBe('interrupted');
    expect(record.counts?.total).toBeLessThan(200_000);
  });

  it('throws when the dataset breaks off, and records why', async () => {
    const store = memoryRunStore();
    const plan = await planOf({ store });
    const dataset = {
      name: 'broken',
      async *samples() {
        yield* samples(2);
        throw new HretError('data', 'rows.jsonl:3: not JSON');
      },
    };
    await expect(follow(run({ ...plan, dataset }), [], () => {})).rejects.toThrow('rows.jsonl:3: not JSON');
    expect(await store.record(blank.runId)).toMatchObject({
      status: 'failed',
      error: 'rows.jsonl:3: not JSON',
      counts: { total: 2 },
    });
  });
});

describe('a stopped run', () => {
  async function interruptedAfter(
    n: number,
    how: 'signal' | 'drain',
    store: RunStore,
    asked: string[],
  ): Promise<RunRecord> {
    const stop = new AbortController();
    const ask = async (request: GenerateRequest) => {
      asked.push(request.sample.id);
      if (asked.length === n) stop.abort();
      await turn();
      return rightAnswer(request);
    };
    return (await runIt({ store, ask, [how]: stop.signal, rows: samples(40) })).record;
  }

  it('is interrupted, keeps what was answered, and records nothing that was cut short as failed', async () => {
    const store = memoryRunStore();
    const record = await interruptedAfter(12, 'signal', store, []);
    expect(record.status).toBe('interrupted');
    expect(record.counts?.failed).toBe(0);
    expect(record.counts?.scored).toBeLessThan(12);
  });

  it('finishes what is in flight when drained', async () => {
    const asked: string[] = [];
    const record = await interruptedAfter(12, 'drain', memoryRunStore(), asked);
    expect(record.status).toBe('interrupted');
    expect(record.counts?.scored).toBe(asked.length);
  });

  it('equals a run never stopped once it is resumed, without asking an answered sample again', async () => {
    const store = memoryRunStore();
    const asked: string[] = [];
    for (const n of [7, 9, 11]) {
      const first = asked.length === 0;
      const stop = new AbortController();
      let count = 0;
      const ask = async (request: GenerateRequest) => {
        asked.push(request.sample.id);
        if (++count === n) stop.abort();
        await turn();
        return rightAnswer(request);
      };
      await runIt({ store, ask, drain: stop.signal, rows: samples(40), isResumed: !first });
    }
    const ask = async (request: GenerateRequest) => {
      asked.push(request.sample.id);
      return rightAnswer(request);
    };
    const resumed = await runIt({ store, ask, rows: samples(40), isResumed: true });
    const straight = await runIt({ rows: samples(40) });
    expect(asked.sort()).toEqual(
      samples(40)
        .map(({ id }) => id)
        .sort(),
    );
    expect(resumed.record.stats).toEqual(straight.record.stats);
    expect(resumed.record.counts).toEqual(straight.record.counts);
    expect(resumed.results.map(withoutTime)).toEqual(straight.results.map(withoutTime));
  });

  it('asks failed samples again, and only those', async () => {
    const store = memoryRunStore();
    const isBad = (id: string) => id === 'q3' || id === 'q5';
    await runIt({
      store,
      ask: async (request) => {
        if (isBad(request.sample.id)) throw new Error('overloaded');
        return rightAnswer(request);
      },
    });
    const asked: string[] = [];
    const { record, results } = await runIt({
      store,
      isResumed: true,
      ask: async (request) => {
        asked.push(request.sample.id);
        return rightAnswer(request);
      },
    });
    expect(asked).toEqual(['q3', 'q5']);
    expect(record).toMatchObject({ status: 'finished', counts: { total: 10, scored: 10, failed: 0 } });
    expect(results).toHaveLength(10);
  });

  it('scores an answer again whose scoring failed, without asking again', async () => {
    const store = memoryRunStore();
    const down: Evaluator = {
      ...equality,
      score() {
        throw new Error('judge is down');
      },
    };
    await runIt({ store, evaluators: [down] });
    const { record } = await runIt({
      store,
      isResumed: true,
      ask: async () => {
        throw new Error('must not be asked');
      },
    });
    expect(record).toMatchObject({ status: 'finished', metrics: { accuracy: 1 } });
  });

  it('finds finished samples again after rows were put in front, and asks changed rows again', async () => {
    const store = memoryRunStore();
    await runIt({ store, rows: samples(4) });
    const [first, ...others] = samples(4);
    const changed = { ...others[0], target: { kind: 'text', accepted: ['another answer'] } } as Sample;
    const added = { id: 'new', input: 'question 99', target: { kind: 'text', accepted: ['answer 99'] } } as const;
    const asked: string[] = [];
    const rows = [added, ...(first ? [first] : []), changed, ...others.slice(1)];
    const { results } = await runIt({
      store,
      rows,
      isResumed: true,
      ask: async (request) => {
        asked.push(request.sample.id);
        return rightAnswer(request);
      },
    });
    expect(asked).toEqual(['new', 'q1']);
    expect(results.map(({ id, reference }) => [id, reference])).toEqual(
      rows.map(({ id, target }) => [id, target.kind === 'text' ? target.accepted[0] : '']),
    );
  });
});

function withoutTime({ latencyMs: _, ...rest }: SampleResult): Omit<SampleResult, 'latencyMs'> {
  return rest;
}
