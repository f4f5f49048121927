import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { referenceOf } from '../../src/core/sample.js';
import { plugin } from '../../src/datasets/kmmlu.js';
import { testWorld } from '../../src/testing/memory-world.js';
import { samplesOf } from '../contracts/dataset.js';
import { errorOf, temporaryFolder } from '../sources/hub-world.js';
import { kmmluLine, kmmluRepo } from './benchmark-repos.js';
import { openDataset, openOnHub, samplesOnHub } from './open-dataset.js';

const law = { subset: ['Law'] };

function lawWith(...lines: readonly string[]) {
  return kmmluRepo(['Law'], { 'Law-test': lines });
}

describe('kmmlu', () => {
  it('asks byte for byte what the ancestor asked', async () => {
    const line = '"### 정답 다음 중 ""옳은"" 것은?\n(단, 예외는 없다) ### 정답",3, 하나 ,"둘, 셋",{넷},다섯,Law,0.5';
    const [sample] = await samplesOnHub(plugin, lawWith(line), law);
    expect(sample).toEqual({
      id: 'Law-1',
      input:
        '다음은 객관식 문제입니다. 당신의 추론 과정을 간결하게 요약한 후, "따라서, 정답은: X"라고 결론지으십시오. 여기서 X는 (A), (B), (C), (D) 중 하나입니다.\n\n' +
        '질문: 다음 중 "옳은" 것은?\n(단, 예외는 없다)\nA. 하나\nB. 둘, 셋\nC. {넷}\nD. 다섯',
      target: { kind: 'choice', choices: ['(A)', '(B)', '(C)', '(D)'], answer: 2 },
      group: 'Law',
    });
  });

  it('reads its 45 subsets one after the other, in the order of the ancestor', async () => {
    const dataset = await openOnHub(plugin, kmmluRepo(plugin.subsets ?? []));
    expect(dataset.subset).toHaveLength(45);
    expect(dataset.subset?.[0]).toBe('Accounting');
    expect(dataset.subset?.slice(-3)).toEqual(['Telecommunications-and-Wireless-Technology', 'Korean-History', 'Math']);
    expect(dataset.split).toBe('test');
    const samples = await samplesOf(dataset);
    expect(samples.map((sample) => sample.group).filter((group, index, all) => group !== all[index - 1])).toEqual(
      dataset.subset,
    );
    expect(dataset.source).toMatchObject({ hub: 'HAERAE-HUB/KMMLU', revision: 'main' });
  });

  it('reads a few subsets in the order they are named, each once, and another split', async () => {
    const request = { subset: ['Math', 'Law', 'Math'], split: 'dev' };
    const dataset = await openOnHub(plugin, kmmluRepo(['Law', 'Math']), request);
    expect(dataset.subset).toEqual(['Math', 'Law']);
    const samples = await samplesOf(dataset);
    expect(samples.map((sample) => sample.id)).toEqual(['Math-1', 'Math-2', 'Law-1', 'Law-2']);
    expect(samples[2]?.input).toContain('Law의 dev 첫째 문항은?');
  });

  it('reads numbers as Parquet and JSON have them', async () => {
    const columns = { question: '물음?', answer: 2, A: '1', B: '2', C: '3', D: '4' };
    const columnData = Object.entries(columns).map(([name, value]) => ({ name, data: [value] }));
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'copy/Law'), { recursive: true });
    writeFileSync(join(cwd, 'copy/Law/test.parquet'), new Uint8Array(parquetWriteBuffer({ columnData })));
    writeFileSync(join(cwd, 'law.json'), JSON.stringify([{ ...columns, A: 1 }]));
    const fromParquet = await openDataset(plugin, testWorld({ cwd }), { ...law, params: { path: 'copy' } });
    expect(fromParquet.size).toBe(1);
    const fromJson = await openDataset(plugin, testWorld({ cwd }), { ...law, params: { path: 'law.json' } });
    expect(await samplesOf(fromJson)).toEqual(await samplesOf(fromParquet));
  });

  it.each([
    ['missing', '', 'column "answer" is empty; expected 1, 2, 3 or 4.'],
    ['0', 0, 'column "answer" is 0; expected 1, 2, 3 or 4.'],
    ['5', 5, 'column "answer" is 5; expected 1, 2, 3 or 4.'],
    ['no number', 'B', 'column "answer" holds "B", which is no whole number.'],
    ['a part of one', 1.5, 'column "answer" holds "1.5", which is no whole number.'],
  ])('does not guess an answer that is %s', async (_, answer, problem) => {
    const error = await errorOf(samplesOnHub(plugin, lawWith(kmmluLine('하나?', 1), kmmluLine('둘?', answer)), law));
    expect(error.message).toBe(`HAERAE-HUB/KMMLU Law/test row 2: ${problem}`);
  });

  it("takes such an answer as the ancestor did when it is asked for the ancestor's numbers", async () => {
    const lines = ['', 0, 5, 2].map((answer) => kmmluLine('물음?', answer));
    const samples = await samplesOnHub(plugin, lawWith(...lines), { ...law, compat: 'hret' });
    expect(samples.map((sample) => referenceOf(sample.target))).toEqual(['(A)', '(A)', '', '(B)']);
  });

  it('names the row and the column of a choice that is missing', async () => {
    const repo = lawWith(kmmluLine('하나?', 1, ''));
    expect((await errorOf(samplesOnHub(plugin, repo, law))).message).toBe(
      'HAERAE-HUB/KMMLU Law/test row 1: column "D" is empty.',
    );
    const nulls = {
      files: { 'data/Law-test.jsonl': '{"question":"하나?","answer":1,"A":"가","B":null,"C":"다","D":"라"}\n' },
    };
    expect((await errorOf(samplesOnHub(plugin, nulls, law))).message).toBe(
      'HAERAE-HUB/KMMLU Law/test row 1: column "B" has no value.',
    );
  });

  it('names the columns there are when one is missing', async () => {
    const repo = { files: { 'data/Law-test.csv': '문제,answer,A,B,C,D\n하나?,1,가,나,다,라\n' } };
    expect((await errorOf(samplesOnHub(plugin, repo, law))).message).toBe(
      'HAERAE-HUB/KMMLU Law/test row 1: column "question" has no value. The row has: 문제, answer, A, B, C, D.',
    );
  });

  it.each([
    [{ subset: ['Lawx'] }, /^kmmlu has no subset "Lawx"\. Did you mean "Law"\? Known: Accounting, .*, Math\.$/],
    [{ subset: [] }, /^subset is an empty list/],
    [{ split: 'tset' }, 'kmmlu has no split "tset". Did you mean "test"? Known: train, dev, test.'],
    [
      { params: { revison: 'v1' } },
      'datasetParams: "kmmlu" has no option "revison". Did you mean "revision"? Known: path, revision, token, basePromptTemplate.',
    ],
    [
      { params: { base_prompt_template: '{qestion}' } },
      /basePromptTemplate: there is no value for \{qestion\}\. Did you mean "question"\?/,
    ],
    [
      { params: { base_prompt_template: '문제' } },
      'datasetParams.basePromptTemplate has no {question}, so every prompt would be the same.',
    ],
  ])('refuses %j before it asks the hub', async (input, message) => {
    const error = await errorOf(openDataset(plugin, testWorld(), input));
    expect(error.message).toMatch(message);
  });

  it('fills in a template of the user; an empty one means the default', async () => {
    const own = { ...law, params: { base_prompt_template: '{{문제}} {question} / {choice_A}' } };
    const [sample] = await samplesOnHub(plugin, lawWith(kmmluLine('하나?', 1)), own);
    expect(sample?.input).toBe('{문제} 하나? / 가');
    const empty = { ...law, params: { basePromptTemplate: '' } };
    const [byDefault] = await samplesOnHub(plugin, lawWith(kmmluLine('하나?', 1)), empty);
    expect(byDefault?.input).toContain('다음은 객관식 문제입니다.');
  });
});

describe('a local copy of kmmlu', () => {
  const row = JSON.stringify({ question: '하나?', answer: 1, A: '가', B: '나', C: '다', D: '라' });

  function copy(...files: readonly string[]): string {
    const cwd = temporaryFolder();
    for (const file of files) {
      mkdirSync(join(cwd, 'copy', file, '..'), { recursive: true });
      writeFileSync(join(cwd, 'copy', file), row);
    }
    return cwd;
  }

  it('may have some of the subsets, which is said', async () => {
    const world = testWorld({ cwd: copy('Math/test.jsonl', 'Law/test.jsonl', 'notes/test.jsonl') });
    const dataset = await openDataset(plugin, world, { params: { path: 'copy' } });
    expect(dataset.subset).toEqual(['Law', 'Math']);
    expect(world.warnings).toEqual(['copy has 2 of the 45 subsets of kmmlu.']);
    expect((await samplesOf(dataset)).map((sample) => sample.id)).toEqual(['Law-1', 'Math-1']);
    expect(dataset.source).toMatchObject({
      parts: [{ files: ['copy/Law/test.jsonl'] }, { files: ['copy/Math/test.jsonl'] }],
    });
  });

  it('lists its own subsets and splits when another is asked for', async () => {
    const world = testWorld({ cwd: copy('Law/test.jsonl', 'Law/dev.jsonl') });
    const at = (input: object) => errorOf(openDataset(plugin, world, { ...input, params: { path: 'copy' } }));
    expect((await at({ subset: ['Math'] })).message).toBe('copy has no subset "Math". It has: Law.');
    expect((await at({ split: 'train' })).message).toBe('copy Law has no split "train". It has: dev, test.');
  });

  it('may be one file, which is one subset and one split', async () => {
    const world = testWorld({ cwd: copy('mine.jsonl', 'mine-dev.jsonl') });
    const open = (path: string, input: object = {}) => openDataset(plugin, world, { ...input, params: { path } });
    const dataset = await open('copy/mine.jsonl', law);
    expect(dataset).toMatchObject({ split: 'test', subset: ['Law'] });
    expect(await samplesOf(dataset)).toMatchObject([{ id: 'Law-1', group: 'Law' }]);
    expect(await samplesOf(await open('copy/mine.jsonl'))).toMatchObject([{ id: 'kmmlu-1' }]);
    expect((await open('copy/mine-dev.jsonl')).split).toBe('dev');
    expect((await errorOf(open('copy/mine.jsonl', { split: 'dev' }))).message).toBe(
      'copy/mine.jsonl is taken for the split "test", not "dev". Name a file with "dev" in its name, or a folder that has it.',
    );
    expect((await errorOf(open('copy/mine.jsonl', { subset: ['Law', 'Math'] }))).message).toContain(
      'only one can be named',
    );
  });

  it('that is not there is named with its whole path', async () => {
    const error = await errorOf(openDataset(plugin, testWorld({ cwd: '/data' }), { params: { path: 'nowhere' } }));
    expect(error.message).toBe('There is no file or folder nowhere (/data/nowhere).');
  });

  it('with a bad first row is refused when it is opened', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'law.csv'), 'question,answer,A,B,C,D\n하나?,,가,나,다,라\n');
    const error = await errorOf(openDataset(plugin, testWorld({ cwd }), { params: { path: 'law.csv' } }));
    expect(error.message).toBe('law.csv:2: column "answer" is empty; expected 1, 2, 3 or 4.');
  });
});
