import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Dataset } from '../core/dataset.js';
import type { DatasetPlugin, DatasetRequest } from '../core/plugin.js';
import type { Sample } from '../core/sample.js';
import { openFile, type RowFile } from '../sources/file.js';
import { checkSplit, checkSubsets } from './check-names.js';
import { checkedRow } from './row-schema.js';

const subsets = ['산수', '역사', '지리', '문화', '언어', '과학', '사회'] as const;
const splits = ['train', 'test'] as const;
const letters = ['(A)', '(B)', '(C)', '(D)'];

const question = { id: z.string(), group: z.enum(subsets), question: z.string() };
const accepted = z.array(z.string()).min(1);
const row = z.discriminatedUnion('kind', [
  z.object({
    ...question,
    kind: z.literal('choice'),
    choices: z.array(z.string()).length(4),
    answer: z.int().min(0).max(3),
  }),
  z.object({ ...question, kind: z.literal('short'), accepted }),
  z.object({ ...question, kind: z.literal('arithmetic'), accepted }),
]);
type KoSampleRow = z.output<typeof row>;

const options = z.strictObject({});

export const plugin: DatasetPlugin<z.output<typeof options>> = {
  name: 'ko_sample',
  summary: 'A small Korean quiz that comes with hret: choice, short-answer and arithmetic questions; needs no network',
  options,
  defaultSplit: 'test',
  fewShotSplit: 'train',
  splits,
  subsets,
  rows: 192,
  license: 'Apache-2.0',
  citation: 'hret, which it comes with',
  create: (_, request) => koSample(request),
};

async function koSample({ subset, split = 'test' }: DatasetRequest): Promise<Dataset> {
  checkSubsets('ko_sample', subsets, subset);
  checkSplit('ko_sample', splits, split);
  const folder = fileURLToPath(new URL('../../data/ko_sample/', import.meta.url));
  const file = await openFile(`${split}.jsonl`, { cwd: folder });
  const groups: readonly string[] = subset ?? subsets;
  let size = 0;
  for await (const _ of rowsOf(file, groups)) size++;
  return {
    name: 'ko_sample',
    split,
    subset: subsets.filter((name) => groups.includes(name)),
    size,
    source: { file: `ko_sample/${split}.jsonl`, sha256: await file.digest() },
    async *samples(signal) {
      for await (const found of rowsOf(file, groups, signal)) yield sampleOf(found);
    },
  };
}

async function* rowsOf(file: RowFile, groups: readonly string[], signal?: AbortSignal): AsyncGenerator<KoSampleRow> {
  for await (const source of file.rows(signal)) {
    signal?.throwIfAborted();
    const found = checkedRow(row, source);
    if (groups.includes(found.group)) yield found;
  }
}

function sampleOf(found: KoSampleRow): Sample {
  const { id, group } = found;
  const input = `${instructionOf(found)}\n\n질문: ${found.question}`;
  if (found.kind !== 'choice') return { id, group, input, target: { kind: 'text', accepted: found.accepted } };
  const options = found.choices.map((choice, index) => `${letters[index]} ${choice}`).join('\n');
  return {
    id,
    group,
    input: `${input}\n${options}`,
    target: { kind: 'choice', choices: letters, answer: found.answer },
  };
}

function instructionOf({ kind }: KoSampleRow): string {
  switch (kind) {
    case 'choice':
      return '다음 문제를 읽고 알맞은 답을 고르십시오. 마지막 줄에 "정답: X"라고 쓰십시오. X는 (A), (B), (C), (D) 중 하나입니다.';
    case 'short':
      return '다음 질문에 짧은 낱말로 답하십시오. 마지막 줄에 "정답: X"라고 쓰십시오.';
    case 'arithmetic':
      return '다음 문제를 풀고, 마지막 줄에 "정답: X"라고 쓰십시오. X는 숫자입니다.';
    default:
      return kind satisfies never;
  }
}
