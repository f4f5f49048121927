import { describe, expect, it } from 'vitest';
import type { Sample } from '../../src/core/sample.js';
import { plugin } from '../../src/datasets/ko-sample.js';
import { testWorld } from '../../src/testing/memory-world.js';
import { samplesOf } from '../contracts/dataset.js';
import { errorOf } from '../sources/hub-world.js';
import { openDataset } from './open-dataset.js';

async function sampleCalled(id: string, split: string): Promise<Sample | undefined> {
  const samples = await samplesOf(await openDataset(plugin, testWorld(), { split }));
  return samples.find((sample) => sample.id === id);
}

describe('ko_sample', () => {
  it('asks a choice question with its choices and the answer to write', async () => {
    expect(await sampleCalled('sci-001', 'test')).toEqual({
      id: 'sci-001',
      group: '과학',
      input:
        '다음 문제를 읽고 알맞은 답을 고르십시오. 마지막 줄에 "정답: X"라고 쓰십시오. X는 (A), (B), (C), (D) 중 하나입니다.\n\n' +
        '질문: 지구의 둘레를 도는 자연 위성은 무엇입니까?\n(A) 북극성\n(B) 금성\n(C) 화성\n(D) 달',
      target: { kind: 'choice', choices: ['(A)', '(B)', '(C)', '(D)'], answer: 3 },
    });
  });

  it('asks for a short word, and knows all that are accepted', async () => {
    expect(await sampleCalled('train-geo-003', 'train')).toEqual({
      id: 'train-geo-003',
      group: '지리',
      input:
        '다음 질문에 짧은 낱말로 답하십시오. 마지막 줄에 "정답: X"라고 쓰십시오.\n\n질문: 일본의 수도는 어디입니까?',
      target: { kind: 'text', accepted: ['도쿄', '동경', '도쿄도'] },
    });
  });

  it('asks for a number', async () => {
    expect(await sampleCalled('math-001', 'test')).toMatchObject({
      group: '산수',
      input: '다음 문제를 풀고, 마지막 줄에 "정답: X"라고 쓰십시오. X는 숫자입니다.\n\n질문: 7 + 8은 얼마입니까?',
      target: { kind: 'text', accepted: ['15'] },
    });
  });

  it('reads test by default and only the subsets that are named', async () => {
    const dataset = await openDataset(plugin, testWorld(), { subset: ['역사', '과학'] });
    expect(dataset).toMatchObject({ split: 'test', subset: ['역사', '과학'] });
    const samples = await samplesOf(dataset);
    expect(new Set(samples.map((sample) => sample.group))).toEqual(new Set(['역사', '과학']));
    expect(dataset.size).toBe(samples.length);
  });

  it('refuses what it does not have', async () => {
    expect((await errorOf(openDataset(plugin, testWorld(), { subset: ['수학'] }))).message).toMatch(
      /^ko_sample has no subset "수학"\..* Known: 산수, /,
    );
    expect((await errorOf(openDataset(plugin, testWorld(), { split: 'dev' }))).message).toBe(
      'ko_sample has no split "dev". Known: train, test.',
    );
  });
});
