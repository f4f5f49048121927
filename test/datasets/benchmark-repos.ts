import type { FakeRepo } from '../../src/testing/fake-hub.js';
import { jsonl } from '../sources/hub-world.js';

// Rows of our own making, in the schema of the real benchmarks.

const kmmluHeader = 'question,answer,A,B,C,D,Category,Human Accuracy';

/** KMMLU as it lies on the hub: one CSV a subset and split, declared in the README. */
export function kmmluRepo(
  subsets: readonly string[],
  rows: Readonly<Record<string, readonly string[]>> = {},
): FakeRepo {
  const splits = ['train', 'dev', 'test'];
  const configs = subsets.map((subset) => {
    const files = splits.map((split) => `  - split: ${split}\n    path: data/${subset}-${split}.csv`);
    return `- config_name: ${subset}\n  data_files:\n${files.join('\n')}`;
  });
  const csvs = subsets.flatMap((subset) =>
    splits.map((split) => {
      const own = rows[`${subset}-${split}`] ?? [
        kmmluLine(`${subset}의 ${split} 첫째 문항은?`, 1),
        kmmluLine('둘째는?', 4),
      ];
      return [`data/${subset}-${split}.csv`, [kmmluHeader, ...own, ''].join('\n')] as const;
    }),
  );
  return {
    files: { 'README.md': `---\nconfigs:\n${configs.join('\n')}\n---\n# KMMLU\n`, ...Object.fromEntries(csvs) },
  };
}

export function kmmluLine(question: string, answer: number | string, d = '라'): string {
  return `"${question.replaceAll('"', '""')}",${answer},가, 나 ,다,${d},Quiz,0.5`;
}

/** HAE-RAE Bench as it lies on the hub. */
export function haeraeRepo(subsets: readonly string[], rows?: readonly object[]): FakeRepo {
  const configs = subsets.map(
    (subset) => `- config_name: ${subset}\n  data_files:\n  - split: test\n    path: data/${subset}.jsonl`,
  );
  const files = subsets.map((subset) => {
    const own = rows ?? [{ query: `### 질문: ${subset}의 문항은?\n(A) 가 (B) 나\n### 정답`, answer: '(B)' }];
    return [`data/${subset}.jsonl`, jsonl(...own)] as const;
  });
  return { files: { 'README.md': `---\nconfigs:\n${configs.join('\n')}\n---\n`, ...Object.fromEntries(files) } };
}

/** CLIcK as it lies on the hub: JSON documents in folders, no split in any name. */
export function clickRepo(...rows: readonly object[]): FakeRepo {
  const own = rows.length > 0 ? rows : [clickRow({}), clickRow({ id: 'CSAT_korean_13_11', answer: '나' })];
  return { files: { 'README.md': '---\nlanguage: ko\n---\n', 'Dataset/Culture/Quiz_KIIP.json': JSON.stringify(own) } };
}

export function clickRow(columns: object): object {
  const row = {
    id: 'KIIP_economy_1',
    paragraph: '',
    question: '첫째는?',
    choices: ['가', '나', '다', '라'],
    answer: '가',
  };
  return { ...row, ...columns };
}

/** A repository with one JSON Lines file for each subset and split, declared in the README. */
export function repoOf(rows: Readonly<Record<string, Readonly<Record<string, readonly object[]>>>>): FakeRepo {
  const places = Object.entries(rows).map(([config, splits]) => [config, Object.entries(splits)] as const);
  const configs = places.map(([config, splits]) => {
    const files = splits.map(([split]) => `  - split: ${split}\n    path: data/${config}/${split}.jsonl`);
    return `- config_name: ${config}\n  data_files:\n${files.join('\n')}`;
  });
  const files = places.flatMap(([config, splits]) =>
    splits.map(([split, own]) => [`data/${config}/${split}.jsonl`, jsonl(...own)] as const),
  );
  return { files: { 'README.md': `---\nconfigs:\n${configs.join('\n')}\n---\n`, ...Object.fromEntries(files) } };
}

/** The same rows, told apart by their number, in every one of the subsets. */
export function sameRows(subsets: readonly string[], split: string, ...rows: readonly object[]): FakeRepo {
  return repoOf(Object.fromEntries(subsets.map((subset) => [subset, { [split]: rows }])));
}

/** Rows of our own in the real columns of each benchmark. */
export const rowsOf = {
  hrm8k: { question: ' 1+1은?\n', answer: '2' },
  aime2025: { question: 'Find $x$.', answer: 70 },
  aime24: { ID: '2024-II-4', Problem: 'Find {x}.', Solution: '…', Answer: 33 },
  math500: {
    problem: 'What is $\\frac{1}{2}$?',
    solution: '…',
    answer: '\\frac{1}{2}',
    subject: 'Algebra',
    level: 2,
    unique_id: 'test/algebra/1.json',
  },
  hrc: { question: ' 몇인가? ', answer: 7, source: '시험', category: '수열' },
  k2: { instruction: ' 김치를 소개하라.\n', subject: 'Food', ability: 'Explain' },
  kormed: {
    subject: 'doctor',
    year: 2022,
    period: 1,
    q_number: 3,
    question: ' 진단은? ',
    A: '감기',
    B: ' 독감 ',
    C: '천식',
    D: '폐렴',
    E: '결핵',
    answer: 2,
    cot: '',
  },
  csat: {
    context: '지문',
    question: '물음?',
    'option#1': '가',
    'option#2': '나',
    'option#3': '다',
    'option#4': '라',
    'option#5': '마',
    gold: 4,
    category: 'GR',
  },
  gpqa: {
    'Record ID': 'rec1',
    Question: ' Which? ',
    'Correct Answer': 'right ',
    'Incorrect Answer 1': 'one',
    'Incorrect Answer 2': 'two',
    'Incorrect Answer 3': 'three',
    'High-level domain': 'Physics',
  },
  kbl: { question: ' 옳은 것은? ', A: '가', B: '나', C: '다', D: '라', E: null, gt: 'C', meta: { year: 2012 } },
  benchhub: {
    problem_type: 'MCQA',
    context: '',
    prompt: '수도는?',
    options: ['부산', '서울'],
    answer: '서울',
    reference: '',
    task_type: 'knowledge',
    target_type: 'local',
    subject_type: ['HASS/History', 'culture/food'],
    benchmark_name: 'KMMLU',
    mcqa_meta: null,
    original_category: '',
    additional_info: null,
    split: 'test',
  },
  mt: { prompt_id: 81, category: 'writing', prompt: ['Write.', 'Rewrite.'], reference: [] },
  qarv: { q: '식사 예절은?', us: '포크', ko: '젓가락' },
  pair: {
    judge_query: '누가 나은가?',
    winner: 'B',
    chosen_response: '좋다',
    rejected_response: '나쁘다',
    chosen_model: 'x',
    rejected_model: 'y',
  },
  falsePair: { judge_query: '누가?', winner: 'A', response_with_false_info: '거짓', original_response: '참' },
  point: { judge_query: '몇 점?', response: '응답', final_score: 3.5 },
  falsePoint: { judge_query: '몇 점?', response: '응답', original_human_score: 4 },
  human: {
    uuid: 'u1',
    instruction: '지시',
    response: '응답',
    model: 'm',
    score1: 3,
    time1: 1,
    score2: 4,
    time2: 2,
    'healthy?': '',
  },
} as const;

export const kobestRows = {
  boolq: { paragraph: '지문.', question: '맞나?', label: 1 },
  copa: { premise: '비가 왔다.', question: '결과', alternative_1: '젖었다.', alternative_2: '말랐다.', label: 0 },
  hellaswag: { context: '물을 붓고', ending_1: '가', ending_2: '나', ending_3: '다', ending_4: '라', label: 3 },
  sentineg: { sentence: '좋아요', label: 1 },
  wic: { word: '배', context_1: '배를 먹다', context_2: '배를 타다', label: 0 },
} as const;
