import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startLoopbackLlm } from '../../src/testing/index.js';
import { useOutputDir } from '../temp-dir.js';
import { hret } from './run-cli.js';

const outputDir = useOutputDir();

function write(name: string, text: string): string {
  const path = join(outputDir(), name);
  writeFileSync(path, text);
  return path;
}

function rows(n = 6): string {
  const lines = Array.from({ length: n }, (_, i) =>
    JSON.stringify({ id: `r${i}`, input: `질문 ${i}`, reference: i % 2 ? '가' : '나' }),
  );
  return write('rows.jsonl', `${lines.join('\n')}\n`);
}

function evalArgs(path: string, ...more: string[]): string[] {
  return [
    'eval',
    '--dataset',
    'generic_file',
    '--dataset-params',
    JSON.stringify({ path }),
    '--model',
    'baseline',
    '--model-params',
    '{"strategy":"first"}',
    '--output-dir',
    join(outputDir(), 'out'),
    ...more,
  ];
}

describe('hret eval', () => {
  it('prints one object with --json and nothing else on stdout', async () => {
    const { code, out } = await hret(...evalArgs(rows(), '--json'));
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(1);
    const result = JSON.parse(out);
    expect(Object.keys(result)).toEqual(['runId', 'metrics', 'stats', 'groups', 'counts', 'info']);
    expect(result).toMatchObject({ metrics: { accuracy: 0 }, counts: { total: 6 }, info: { model: 'baseline/first' } });
  });

  it('prints a table with value, interval, n and the three other counts', async () => {
    const { out } = await hret(...evalArgs(rows()));
    expect(out).toMatch(/value\s+95 % interval\s+n\s+unscored\s+failed\s+truncated/);
    expect(out).toMatch(/accuracy\s+0\.0000\s+\[0.*\]\s+6\s+0\s+0\s+0/);
  });

  it("accepts the guide's underscores", async () => {
    const args = evalArgs(rows(), '--evaluation_method', 'partial_match', '--limit', '2', '--json').map((arg) =>
      arg === '--dataset-params' ? '--dataset_params' : arg,
    );
    const { code, out } = await hret(...args);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ counts: { total: 2 }, info: { evaluators: ['partial_match'] } });
  });

  it.each([
    ['an unknown dataset', ['--dataset', 'kmlu'], /There is no dataset called "kmlu".*Did you mean "kmmlu"/s],
    ['an unknown flag', ['--max-worker', '3'], /--max-worker/],
    ['JSON that is none', ['--model-params', '{strategy}'], /--model-params: not JSON/],
    ['an unknown param', ['--model-params', '{"strategi":"first"}'], /strategi.*Did you mean "strategy"/s],
    ['a number that is none', ['--limit', 'ten'], /--limit: expected a number, got "ten"/],
    ['workers below one', ['--max-workers', '0'], /maxWorkers: expected a whole number from 1/],
    ['an unknown evaluator', ['--evaluation-method', 'sting_match'], /Did you mean "string_match"/],
    [
      'a missing column',
      ['--dataset-params', '{"path":"ROWS","inputCol":"question"}'],
      /has no column "question".*inputCol/s,
    ],
  ])('explains %s in one message, without a stack, and writes nothing', async (_, args, message) => {
    const path = rows();
    const { code, err, out } = await hret(...evalArgs(path), ...args.map((arg) => arg.replace('ROWS', path)));
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect(out).toBe('');
    expect(code).toBe(2);
    expect(existsSync(join(outputDir(), 'out', 'runs'))).toBe(false);
  });

  it.each([
    ['a broken line', '{"input":"a","reference":"b"}\n{"input":"a","refer\n', /rows\.jsonl:2/],
    ['an empty file', '', /rows\.jsonl.*(empty|no rows)/s],
  ])('names the place of %s', async (_, text, message) => {
    const { code, err } = await hret(...evalArgs(write('rows.jsonl', text)));
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('reads a file with a byte order mark and Windows line ends', async () => {
    const path = write('rows.jsonl', '\ufeff{"input":"a","reference":"b"}\r\n{"input":"c","reference":"d"}\r\n');
    expect((await hret(...evalArgs(path, '--json'))).code).toBe(0);
  });

  it('stops at once when the key is wrong, with exit code 1', async () => {
    await using llm = await startLoopbackLlm({ faults: () => ({ kind: 'status', status: 401, message: 'bad key' }) });
    const params = JSON.stringify({ apiBase: llm.url, modelName: 'mock', apiKey: 'sk-not-the-right-one' });
    const { code, err } = await hret(...evalArgs(rows(50)), '--model', 'openai', '--model-params', params);
    expect(code).toBe(1);
    expect(err).toMatch(/401|key/);
    expect(err).not.toContain('sk-not-the-right-one');
    expect(llm.requests.length).toBeLessThanOrEqual(16);
  });
});

describe('hret compare, show, history, gate', () => {
  async function twoRuns(): Promise<{ a: string; b: string; dir: string[] }> {
    const path = rows(40);
    const a = JSON.parse((await hret(...evalArgs(path, '--run-name', 'floor', '--json'))).out).runId;
    const predictions = write(
      'answers.jsonl',
      Array.from(
        { length: 40 },
        (_, i) => `${JSON.stringify({ id: `r${i}`, reference: i % 2 ? '가' : '나', prediction: '가' })}\n`,
      ).join(''),
    );
    const b = JSON.parse(
      (await hret('score', predictions, '--run-name', '가만', '--output-dir', join(outputDir(), 'out'), '--json')).out,
    ).runId;
    return { a, b, dir: ['--output-dir', join(outputDir(), 'out')] };
  }

  it('compares two runs by name or id, and says what it means', async () => {
    const { a, b, dir } = await twoRuns();
    const { out, code } = await hret('compare', b, 'floor', ...dir);
    expect(code).toBe(0);
    expect(out).toMatch(/가만 is better than floor by 50\.0 points/);
    expect(JSON.parse((await hret('compare', a, '가만', '--json', ...dir)).out)).toMatchObject({
      difference: -0.5,
      n: 40,
      metric: 'accuracy',
    });
  });

  it('compares several runs with the first one', async () => {
    const { a, b, dir } = await twoRuns();
    const { out, code } = await hret('compare', a, b, '가만', ...dir, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ baseline: a, comparisons: { [b]: { difference: 0.5, n: 40 } } });
    const third = JSON.parse((await hret(...evalArgs(rows(40), '--run-name', 'again', '--json'))).out).runId;
    const table = await hret('compare', a, b, third, ...dir);
    expect(table.out).toMatch(/floor \(baseline\)\s+0\.0000/);
    expect(table.out).toMatch(/가만\s+0\.5000\s+\+50\.0 points.*p < 0\.001/);
    expect((await hret('compare', a, ...dir)).code).toBe(2);
    expect((await hret('compare', a, b, '--independent', ...dir)).out).toMatch(/Fisher/);
  });

  it('lists the runs, and rebuilds the list from the folders', async () => {
    const { dir } = await twoRuns();
    expect(JSON.parse((await hret('history', '--json', ...dir)).out)).toHaveLength(2);
    const rebuilt = await hret('history', '--rebuild', '--metric', 'accuracy', ...dir);
    expect(rebuilt.out).toMatch(/best 0\.5000: 가만/);
    expect(rebuilt.out).toMatch(/0\.5000 +\[0\.\d+, 0\.\d+\] +\d+\n/);
  });

  it('makes the history anew where the old one is broken, which it keeps', async () => {
    const { dir } = await twoRuns();
    const path = join(outputDir(), 'out', 'history.db');
    for (const rest of ['-wal', '-shm']) rmSync(path + rest, { force: true });
    writeFileSync(path, 'this is no database, and never was one. '.repeat(200));
    expect((await hret('history', ...dir)).code).toBe(1);
    const { code, out, err } = await hret('history', '--rebuild', ...dir, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toHaveLength(2);
    expect(err).toMatch(/set aside as .*history\.db\.broken/);
    expect(existsSync(`${path}.broken`)).toBe(true);
  });

  it('shows one run with samples', async () => {
    const { dir } = await twoRuns();
    const { out } = await hret('show', '가만', '--samples', '2', ...dir);
    expect(out).toMatch(/reference\s+나/);
    expect((await hret('show', 'no-such-run', ...dir)).code).toBe(2);
  });

  it('gates by level and by baseline: exit code 1 when not met', async () => {
    const { dir } = await twoRuns();
    expect((await hret('gate', '--metric', 'accuracy', '--run', '가만', '--min', '0.5', ...dir)).code).toBe(0);
    expect((await hret('gate', '--metric', 'accuracy', '--run', '가만', '--min', '0.6', ...dir)).code).toBe(1);
    expect((await hret('gate', '--metric', 'accuracy', '--run', '가만', '--min', '0.6', ...dir)).out).toMatch(
      /\(n = \d+\)/,
    );
    const dropped = await hret(
      'gate',
      '--metric',
      'accuracy',
      '--run',
      'floor',
      '--baseline',
      '가만',
      '--max-drop',
      '0.01',
      ...dir,
    );
    expect(dropped).toMatchObject({ code: 1, out: expect.stringContaining('NOT MET') });
    expect((await hret('gate', '--metric', 'accuracy', '--run', '가만', '--baseline', 'floor', ...dir)).code).toBe(0);
    expect((await hret('gate', '--metric', 'accuracy', ...dir)).code).toBe(2);
  });
});

describe('hret score, list, help', () => {
  it('scores a file, and counts rows without an answer as failed', async () => {
    const path = write('answers.csv', 'question,reference,prediction\n수도는?,서울,서울\n제2의 도시는?,부산,대구\n');
    const { out, code } = await hret(
      'score',
      path,
      '--input-col',
      'question',
      '--json',
      '--output-dir',
      join(outputDir(), 'out'),
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ metrics: { accuracy: 0.5 }, counts: { total: 2, scored: 2 } });
  });

  it('takes a file without the column of the answers for a slip', async () => {
    const path = write('answers.jsonl', '{"reference":"서울","answer":"서울"}\n');
    const { code, err } = await hret('score', path, '--output-dir', join(outputDir(), 'out'));
    expect(code).toBe(2);
    expect(err).toMatch(/no column "prediction".*--prediction-col/);
  });

  it('says that an output folder is a file', async () => {
    const { code, err } = await hret(...evalArgs(rows()), '--output-dir', write('file', ''));
    expect(code).toBe(2);
    expect(err).toMatch(/is a file; runs need a folder/);
  });

  it.each(['datasets', 'models', 'evaluators', 'scaling', 'trackers'])('lists %s', async (kind) => {
    const { code, out } = await hret('list', kind);
    expect(code).toBe(0);
    expect(out).not.toBe('');
  });

  it('lists datasets with their options, splits and subsets', async () => {
    const { out } = await hret('list', 'datasets', '--verbose');
    expect(out).toMatch(/kmmlu.*Accounting/s);
    const listed = JSON.parse((await hret('list', 'datasets', '--json')).out);
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['click', 'generic_file', 'haerae_bench', 'kmmlu', 'ko_sample']),
    );
  });

  it('prints help on stdout with exit code 0', async () => {
    const { code, out } = await hret('--help');
    expect(code).toBe(0);
    expect(out).toMatch(/Usage: hret/);
  });

  it('refuses an unknown command with exit code 2', async () => {
    expect((await hret('evaluate')).code).toBe(2);
  });
});

describe('hret run', () => {
  it('runs a configuration file', async () => {
    const path = rows();
    const config = write(
      'config.yaml',
      `dataset: generic_file\ndataset_params:\n  path: ${path}\nmodel: baseline\nmodel_params: { strategy: first }\nlimit: 4\n`,
    );
    const { code, out } = await hret('run', config, '--json', '--output-dir', join(outputDir(), 'out'));
    expect(code).toBe(0);
    expect(JSON.parse(out).counts.total).toBe(4);
  });

  it('takes run options as flags, over those of the file', async () => {
    const config = write(
      'config.yaml',
      `dataset: generic_file\ndataset_params:\n  path: ${rows()}\nmodel: baseline\nmodel_params: { strategy: first }\nlimit: 4\n`,
    );
    const { code, out } = await hret('run', config, '--limit', '2', '--json', '--output-dir', join(outputDir(), 'out'));
    expect(code).toBe(0);
    expect(JSON.parse(out).counts.total).toBe(2);
  });

  it('names file, line and column of a wrong key', async () => {
    const config = write('config.yaml', 'dataset: kmmlu\nmax_worker: 4\n');
    const { code, err } = await hret('run', config);
    expect(code).toBe(2);
    expect(err).toMatch(/config\.yaml:2:1.*max_worker.*Did you mean "max_workers"/s);
  });
});
