import { describe, expect, it } from 'vitest';
import { referenceOf } from '../../src/core/sample.js';
import { plugin } from '../../src/datasets/haerae-bench.js';
import { samplesOf } from '../contracts/dataset.js';
import { errorOf } from '../sources/hub-world.js';
import { haeraeRepo } from './benchmark-repos.js';
import { openOnHub, samplesOnHub } from './open-dataset.js';

const history = { subset: ['history'] };

function historyWith(...rows: readonly object[]) {
  return haeraeRepo(['history'], rows);
}

describe('haerae_bench', () => {
  it('asks byte for byte what the ancestor asked', async () => {
    const row = {
      query: '\n### 질문: 첫째는?\n### 선택지:\n(A) 가\n(B) {나}\n### 정답 ',
      answer: ' (B)\n',
      options: ['가', '나'],
    };
    expect(await samplesOnHub(plugin, historyWith(row), history)).toEqual([
      {
        id: 'history-1',
        input:
          '다음은 객관식 문제입니다. 당신의 추론 과정을 간결하게 요약한 후, "따라서, 정답은: X"라고 결론지으십시오. 여기서 X는 (A), (B), (C), (D), (E) 중 하나입니다. ' +
          '### 질문: 첫째는?\n### 선택지:\n(A) 가\n(B) {나}',
        target: { kind: 'choice', choices: ['(A)', '(B)', '(C)', '(D)', '(E)'], answer: 1 },
        group: 'history',
      },
    ]);
  });

  it('asks the bare query with an empty template', async () => {
    const input = { ...history, params: { basePromptTemplate: '' } };
    const [sample] = await samplesOnHub(plugin, historyWith({ query: ' 물음 ', answer: '(A)' }), input);
    expect(sample?.input).toBe('물음');
  });

  it('reads its 13 subsets in the order of the ancestor', async () => {
    const dataset = await openOnHub(plugin, haeraeRepo(plugin.subsets ?? []));
    expect(dataset.subset).toEqual([
      'correct_definition_matching',
      'csat_geo',
      'csat_law',
      'csat_socio',
      'date_understanding',
      'general_knowledge',
      'history',
      'loan_words',
      'lyrics_denoising',
      'proverbs_denoising',
      'rare_words',
      'standard_nomenclature',
      'reading_comprehension',
    ]);
    expect((await samplesOf(dataset)).map((sample) => sample.group)).toEqual(dataset.subset);
  });

  it('names the row whose answer is none of the five', async () => {
    const row = { query: '물음', answer: 'B' };
    const error = await errorOf(samplesOnHub(plugin, historyWith(row), history));
    expect(error.message).toBe(
      'HAERAE-HUB/HAE_RAE_BENCH_1.1 history/test row 1: column "answer" is "B"; expected one of (A), (B), (C), (D), (E).',
    );
    const [sample] = await samplesOnHub(plugin, historyWith(row), { ...history, compat: 'hret' });
    expect(sample && referenceOf(sample.target)).toBe('');
  });

  it('refuses subsets that only the old documentation has', async () => {
    const error = await errorOf(openOnHub(plugin, historyWith(), { subset: ['csat_math'] }));
    expect(error.message).toMatch(
      /^haerae_bench has no subset "csat_math"\..* Known: correct_definition_matching, csat_geo,/,
    );
  });

  it('keeps questions on one passage together', async () => {
    const query = (passage: string, question: string) =>
      `다음을 읽고 답하시오.\n\n### 지문: ${passage}\n\n### 질문: ${question}\n\n### 선택지:\n(A) 가 (B) 나\n\n### 정답:`;
    const rows = [
      { query: query('개울이 흐른다.', '무엇이 흐르나?'), answer: '(A)' },
      { query: query(' 개울이 흐른다.', '어떻게 되나?'), answer: '(B)' },
      { query: query('해가 뜬다.', '무엇이 뜨나?'), answer: '(B)' },
      { query: '### 질문: 지문이 없는 문항은?\n(A) 가 (B) 나\n### 정답', answer: '(B)' },
    ];
    const subset = ['reading_comprehension'];
    const samples = await samplesOnHub(plugin, haeraeRepo(subset, rows), { subset });
    expect(samples.map(({ cluster }) => cluster)).toEqual([
      '개울이 흐른다.',
      '개울이 흐른다.',
      '해가 뜬다.',
      undefined,
    ]);
  });
});
