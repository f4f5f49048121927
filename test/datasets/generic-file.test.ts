import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parquetWriteFile } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import type { Dataset } from '../../src/core/dataset.js';
import type { DatasetRequest } from '../../src/core/plugin.js';
import { parseOptions } from '../../src/core/plugin-options.js';
import { referenceOf } from '../../src/core/sample.js';
import { plugin } from '../../src/datasets/generic-file.js';
import { collect, tempFolder, untilError } from '../sources/temp-folder.js';

const folder = await tempFolder();

/** The world is not touched; only `cwd` is read. */
function openDataset(
  params: Readonly<Record<string, unknown>>,
  request: Partial<DatasetRequest> = {},
): Dataset | Promise<Dataset> {
  const forbidden = () => {
    throw new Error('not expected to be called');
  };
  return plugin.create(parseOptions(plugin, 'datasetParams', params), {
    env: {},
    cwd: folder.path,
    now: forbidden,
    sleep: forbidden,
    random: forbidden,
    fetch: forbidden,
    warn: () => {},
    keepSecret: forbidden,
    ...request,
  });
}

const lines = [
  { id: 'a', input: '수도는?', reference: '서울', 과목: '지리' },
  { id: 'b', input: '강은?', reference: '한강', 과목: '지리' },
  { id: 'c', input: '왕은?', reference: '세종', 과목: '역사' },
];
await folder.write('questions.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));

test('the samples of a file come in order, every time', async () => {
  const dataset = await openDataset({ path: 'questions.jsonl', groupCol: '과목' });
  const samples = await collect(dataset.samples());
  expect(
    samples.map(({ id, input, target, group }) => ({ id, input, reference: referenceOf(target), 과목: group })),
  ).toEqual(lines);
  expect(await collect(dataset.samples())).toEqual(samples);
});

test('the source tells the path as given, the format and the digest', async () => {
  const dataset = await openDataset({ file_path: 'questions.jsonl', format: 'jsonl' });
  expect(dataset).toMatchObject({
    name: 'generic_file',
    source: { path: 'questions.jsonl', format: 'jsonl', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(dataset.size).toBeUndefined();
});

test('the size is known where the format knows it', async () => {
  parquetWriteFile({
    filename: join(folder.path, 'questions.parquet'),
    columnData: [
      { name: 'input', data: ['가', '나'], type: 'STRING' },
      { name: 'reference', data: [1n, 2n], type: 'INT64' },
    ],
  });
  const dataset = await openDataset({ path: 'questions.parquet' });
  expect(dataset.size).toBe(2);
  expect(await collect(dataset.samples())).toMatchObject([
    { id: 'row-1', target: { accepted: ['1'] } },
    { id: 'row-2', target: { accepted: ['2'] } },
  ]);
});

test('a template is put around the question, with the options when it asks for them', async () => {
  await folder.write('choice.csv', 'id,input,reference,options\n1,수도는?,2,부산|서울\n2,강 {이름}은?,한강,\n');
  const dataset = await openDataset({
    path: 'choice.csv',
    options_col: 'options',
    base_prompt_template: '다음에 답하세요.\n{input}\n{options}',
  });
  expect(await collect(dataset.samples())).toMatchObject([
    {
      input: '다음에 답하세요.\n수도는?\n(A) 부산\n(B) 서울',
      target: { kind: 'choice', choices: ['부산', '서울'], answer: 1 },
    },
    { input: '다음에 답하세요.\n강 {이름}은?\n', target: { kind: 'text', accepted: ['한강'] } },
  ]);
});

test('image paths are relative to the data file', async () => {
  await folder.write('images.jsonl', '{"id":"a","input":"무엇인가?","reference":"개","image":"pictures/dog.png"}');
  const [parent, own] = [dirname(folder.path), basename(folder.path)];
  const dataset = await openDataset({ path: join(own, 'images.jsonl'), imagesCol: 'image' }, { cwd: parent });
  const [sample] = await collect(dataset.samples());
  expect(sample?.images).toEqual([{ url: join(folder.path, 'pictures/dog.png') }]);
});

test('subset picks groups when groupCol names their column', async () => {
  const dataset = await openDataset({ path: 'questions.jsonl', groupCol: '과목' }, { subset: ['역사'] });
  expect(dataset).toMatchObject({ subset: ['역사'], size: 1 });
  expect((await collect(dataset.samples())).map(({ id }) => id)).toEqual(['c']);
});

test('numbering does not change when a subset is read', async () => {
  await folder.write('plain.csv', 'input,reference,g\n가,1,x\n나,2,y\n');
  const dataset = await openDataset({ path: 'plain.csv', groupCol: 'g' }, { subset: ['y'] });
  expect((await collect(dataset.samples())).map(({ id }) => id)).toEqual(['row-2']);
});

test.each<[string, Readonly<Record<string, unknown>>, Partial<DatasetRequest>, string]>([
  ['a split', { path: 'questions.jsonl' }, { split: 'test' }, 'generic_file reads one file, which has no splits'],
  [
    'a subset without groupCol',
    { path: 'questions.jsonl' },
    { subset: ['역사'] },
    'Set groupCol, or leave subset out.',
  ],
  [
    'a misspelt subset',
    { path: 'questions.jsonl', groupCol: '과목' },
    { subset: ['지리', '역시'] },
    'questions.jsonl has no group "역시" in column "과목". Did you mean "역사"? It has: 지리, 역사.',
  ],
  ['no path', {}, {}, 'generic_file has no file to read. Set datasetParams.path to the data file.'],
  ['two paths', { path: 'a.csv', file_path: 'b.csv' }, {}, 'got both path and filePath'],
  ['a misspelt option', { path: 'a.csv', inputColumn: 'x' }, {}, '"generic_file" has no option "inputColumn".'],
  ['an unknown format', { path: 'questions.jsonl', format: 'xml' }, {}, 'datasetParams.format'],
  ['a missing file', { path: 'question.jsonl' }, {}, 'Did you mean "questions.jsonl"?'],
  [
    'a wrong column',
    { path: 'questions.jsonl', referenceCol: 'answer' },
    {},
    'questions.jsonl:1 has no column "answer".',
  ],
  [
    'a wrong placeholder',
    { path: 'questions.jsonl', basePromptTemplate: '{input} {question}' },
    {},
    'no value for {question}',
  ],
  [
    'a template without the question',
    { path: 'questions.jsonl', basePromptTemplate: '답하세요.' },
    {},
    'has no {input}',
  ],
])('%s is refused before the run begins', async (_, params, request, message) => {
  await expect((async () => openDataset(params, request))()).rejects.toThrow(message);
});

test('a bad row in the middle is an error that names it, after the samples before it', async () => {
  await folder.write('late.jsonl', '{"input":"가","reference":"1"}\n{"input":"나"}\n{"input":"다","reference":"3"}\n');
  const dataset = await openDataset({ path: 'late.jsonl' });
  const { items, message } = await untilError(dataset.samples());
  expect(items.map(({ input }) => input)).toEqual(['가']);
  expect(message).toMatch(/^late\.jsonl:2 has no column "reference"\./);
});

const click = resolve(import.meta.dirname, '../../../shared/data/click/train.jsonl');

test('options that the question does not show are told of', async () => {
  await folder.write('hidden.jsonl', '{"input":"수도는?","reference":"서울","options":["서울","부산"]}\n');
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  await openDataset({ path: 'hidden.jsonl', optionsCol: 'options' }, { warn });
  expect(warnings).toEqual([expect.stringMatching(/does not show its options.*basePromptTemplate/)]);
  await openDataset(
    { path: 'hidden.jsonl', optionsCol: 'options', basePromptTemplate: '{input}\n{options}' },
    { warn },
  );
  expect(warnings).toHaveLength(1);
});

test('the whole of CLIcK can be read as a file', async ({ skip }) => {
  if (!existsSync(click)) skip(`${click} is not there`);
  const dataset = await openDataset({
    path: click,
    inputCol: 'question',
    referenceCol: 'answer',
    optionsCol: 'choices',
  });
  const samples = await collect(dataset.samples());
  expect(samples).toHaveLength(1995);
  expect(samples.every(({ target }) => target.kind === 'choice')).toBe(true);
  expect(new Set(samples.map(({ id }) => id)).size).toBe(1987);
  expect(samples[0]).toEqual({
    id: 'KIIP_economy_1',
    input: '다음은 한국 사회의 경제에 대한 문제이다.\n한국이 외환위기를 완전히 극복한 년도는 언제인가?',
    target: { kind: 'choice', choices: ['1999년', '2000년', '2001년', '2002년'], answer: 2 },
    metadata: { paragraph: '' },
  });
});
