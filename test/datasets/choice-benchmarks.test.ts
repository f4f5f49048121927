import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { referenceOf } from '../../src/core/sample.js';
import { plugin as csatqa } from '../../src/datasets/csatqa.js';
import { plugin as gpqa } from '../../src/datasets/gpqa-diamond.js';
import { plugin as kbl } from '../../src/datasets/kbl.js';
import { plugin as cotHard } from '../../src/datasets/kmmlu-cot-hard.js';
import { plugin as direct } from '../../src/datasets/kmmlu-direct.js';
import { plugin as hard } from '../../src/datasets/kmmlu-hard.js';
import { plugin as kobest } from '../../src/datasets/kobest.js';
import { plugin as kormedmcqa } from '../../src/datasets/kormedmcqa.js';
import { plugin as qarv } from '../../src/datasets/qarv.js';
import { samplesOf } from '../contracts/dataset.js';
import { errorOf } from '../sources/hub-world.js';
import { kmmluLine, kmmluRepo, kobestRows, repoOf, rowsOf, sameRows } from './benchmark-repos.js';
import { openOnHub, samplesOnHub } from './open-dataset.js';

describe('the forms of kmmlu', () => {
  const kmmlu = { question: ' 물음?\n', A: '가', B: '나', C: '다', D: '라', answer: 3, Category: 'x' };

  it('kmmlu_direct and kmmlu_hard ask as lm-eval does, with a full-width colon', async () => {
    const input = '물음?\nA. 가\nB. 나\nC. 다\nD. 라\n정답：';
    const target = { kind: 'choice', choices: ['A', 'B', 'C', 'D'], answer: 2 };
    expect(await samplesOnHub(direct, sameRows(['Law'], 'test', kmmlu), { subset: ['Law'] })).toEqual([
      { id: 'Law-1', input, target, group: 'Law' },
    ]);
    expect(await samplesOnHub(hard, sameRows(['law'], 'test', kmmlu), { subset: ['law'] })).toEqual([
      { id: 'law-1', input, target, group: 'law' },
    ]);
    expect('：'.charCodeAt(0)).toBe(0xff1a);
  });

  it('kmmlu_cot_hard names the subject in Korean', async () => {
    const repo = sameRows(['korean_history', 'math'], 'test', kmmlu);
    const samples = await samplesOnHub(cotHard, repo, { subset: ['korean_history', 'math'] });
    expect(samples.map(({ input }) => input)).toEqual(
      ['한국사', '수학'].map(
        (subject) =>
          ` 물음?\n\nA.가\nB.나\nC.다\nD.라\n정답: 차근 차근 생각해봅시다. ${subject} 관련 정보를 위해 위키피디아를 참조하겠습니다.`,
      ),
    );
  });

  it('have 45 subjects, those of KMMLU-HARD in small letters', () => {
    expect(hard.subsets).toHaveLength(45);
    expect(hard.subsets).toContain('aviation_engineering_and_maintenance');
    expect(direct.subsets).toContain('Aviation-Engineering-and-Maintenance');
  });

  it('refuse an answer that is missing', async () => {
    const repo = kmmluRepo(['Law'], { 'Law-test': [kmmluLine('물음?', '')] });
    const error = await errorOf(samplesOnHub(direct, repo, { subset: ['Law'] }));
    expect(error.message).toContain('column "answer" is empty; expected 1, 2, 3 or 4.');
  });
});

describe('kormedmcqa', () => {
  const doctor = { subset: ['doctor'] };

  it('asks byte for byte what the ancestor asked', async () => {
    expect(await samplesOnHub(kormedmcqa, sameRows(['doctor'], 'test', rowsOf.kormed), doctor)).toEqual([
      {
        id: 'doctor-1',
        input:
          'The following is a multiple-choice question about specialized medical knowledge. Choose the most appropriate answer from the options provided.\n\n' +
          'Question: 진단은?\n\n(A) 감기\n(B) 독감\n(C) 천식\n(D) 폐렴\n(E) 결핵',
        target: { kind: 'choice', choices: ['감기', '독감', '천식', '폐렴', '결핵'], answer: 1 },
        group: 'doctor',
      },
    ]);
  });

  it('keeps the reasoning of a row that has one', async () => {
    const repo = sameRows(['doctor'], 'test', { ...rowsOf.kormed, cot: '열이 난다.' });
    const [sample] = await samplesOnHub(kormedmcqa, repo, doctor);
    expect(sample?.metadata).toEqual({ cot: '열이 난다.' });
  });

  it('refuses an answer out of range, which the ancestor took for an empty one', async () => {
    const repo = sameRows(['doctor'], 'test', { ...rowsOf.kormed, answer: 6 });
    const error = await errorOf(samplesOnHub(kormedmcqa, repo, doctor));
    expect(error.message).toBe(
      'sean0042/KorMedMCQA doctor/test row 1: column "answer" is 6; expected 1, 2, 3, 4 or 5.',
    );
    const [sample] = await samplesOnHub(kormedmcqa, repo, { ...doctor, compat: 'hret' });
    expect(sample && referenceOf(sample.target)).toBe('');
  });
});

describe('a benchmark that has grown', () => {
  const older = sameRows(['doctor', 'nurse', 'pharm'], 'test', rowsOf.kormed);

  it('is read as far as a revision of it goes, which is said', async () => {
    const warnings: string[] = [];
    const dataset = await openOnHub(kormedmcqa, older, { warn: (message) => warnings.push(message) });
    expect(dataset.subset).toEqual(['doctor', 'nurse', 'pharm']);
    expect(warnings).toEqual(['sean0042/KorMedMCQA has 3 of the 4 subsets of kormedmcqa. It lacks: dentist.']);
  });

  it('lacks a subset that is named', async () => {
    const error = await errorOf(openOnHub(kormedmcqa, older, { subset: ['dentist'] }));
    expect(error.message).toBe('sean0042/KorMedMCQA has no subset "dentist". It has: doctor, nurse, pharm.');
  });
});

describe('kobest', () => {
  const repo = repoOf(Object.fromEntries(Object.entries(kobestRows).map(([name, row]) => [name, { test: [row] }])));

  it('asks byte for byte what lm-eval asks', async () => {
    const samples = await samplesOnHub(kobest, repo);
    expect(samples.map(({ group, input, target }) => [group, input, referenceOf(target)])).toEqual([
      ['boolq', '지문. 질문: 맞나? 답변: ', '예'],
      ['copa', '비가 왔다.  그래서', '젖었다.'],
      ['hellaswag', '문장: 물을 붓고', '라'],
      ['sentineg', '문장: 좋아요 긍부정:', '긍정'],
      ['wic', '문장1: 배를 먹다 문장2: 배를 타다 두 문장에서 배가 같은 뜻으로 쓰였나?', '아니오'],
    ]);
  });

  it('shows the choices to models that answer in text, when it is told to', async () => {
    const [sample] = await samplesOnHub(kobest, repo, { subset: ['copa'], params: { show_choices: true } });
    expect(sample?.input).toBe('비가 왔다.  그래서\n(A) 젖었다.\n(B) 말랐다.\n정답:');
  });

  it.each([
    ['copa', { ...kobestRows.copa, question: '이유' }, 'column "question" is neither 원인 nor 결과.'],
    ['wic', { ...kobestRows.wic, label: 2 }, 'column "label" is 2; expected one of 0, 1.'],
    ['boolq', { paragraph: 'x', label: 1 }, 'column "question" has no value. The row has: paragraph, label.'],
  ])('names the row of %s that is wrong', async (subset, row, problem) => {
    const error = await errorOf(samplesOnHub(kobest, sameRows([subset], 'test', row), { subset: [subset] }));
    expect(error.message).toBe(`skt/kobest_v1 ${subset}/test row 1: ${problem}`);
  });

  it('takes dev for validation, and says so', async () => {
    const validation = sameRows(['wic'], 'validation', kobestRows.wic);
    const warnings: string[] = [];
    const request = { subset: ['wic'], split: 'dev', warn: (message: string) => warnings.push(message) };
    expect((await openOnHub(kobest, validation, request)).split).toBe('validation');
    expect(warnings).toEqual(['kobest has no split "dev": there it is called "validation", which is read.']);
  });
});

describe('csatqa', () => {
  it('asks byte for byte what lm-eval asks', async () => {
    expect(await samplesOnHub(csatqa, sameRows(['GR'], 'test', rowsOf.csat), { subset: ['GR'] })).toEqual([
      {
        id: 'GR-1',
        input:
          '다음을 읽고 정답으로 알맞은 것을 고르시요.\n### Context: 지문\n### Question: 물음?\n### Options:\n(1) 가\n(2) 나\n(3) 다\n(4) 라\n(5) 마\n### Answer: 주어진 문제의 정답은',
        target: { kind: 'choice', choices: ['(1)', '(2)', '(3)', '(4)', '(5)'], answer: 3 },
        group: 'GR',
        cluster: '지문',
      },
    ]);
  });

  it('refuses a key out of range', async () => {
    const repo = sameRows(['GR'], 'test', { ...rowsOf.csat, gold: 0 });
    const error = await errorOf(samplesOnHub(csatqa, repo, { subset: ['GR'] }));
    expect(error.message).toContain('column "gold" is 0; expected 1, 2, 3, 4 or 5.');
  });
});

describe('gpqa_diamond', () => {
  const rows = Array.from({ length: 5 }, (_, n) => ({ ...rowsOf.gpqa, 'Record ID': `rec${n}` }));
  const repo = repoOf({ gpqa_main: { train: [rowsOf.gpqa] }, gpqa_diamond: { train: rows } });

  it('orders the choices as simple-evals does with Random(0), and asks its question', async () => {
    const samples = await samplesOnHub(gpqa, repo);
    // CPython: rng = random.Random(0); [rng.sample(range(4), 4).index(0) for _ in range(5)]
    const golden = JSON.parse(readFileSync(new URL('../goldens/datasets/python-orders.json', import.meta.url), 'utf8'));
    expect(samples.map(({ target }) => target.kind === 'choice' && target.answer)).toEqual(
      golden.gpqa.map((order: number[]) => order.indexOf(0)),
    );
    const texts = ['right', 'one', 'two', 'three'];
    const [A, B, C, D] = golden.gpqa[0].map((place: number) => texts[place]);
    expect(samples[0]).toMatchObject({
      id: 'rec0',
      group: 'Physics',
      input:
        "Answer the following multiple choice question. The last line of your response should be of the following format: 'Answer: $LETTER' (without quotes) where LETTER is one of ABCD. Think step by step before answering.\n\n" +
        `Which?\n\nA) ${A}\nB) ${B}\nC) ${C}\nD) ${D}`,
    });
  });

  it('orders them the same way each time, and otherwise with another seed', async () => {
    const dataset = await openOnHub(gpqa, repo);
    expect(await samplesOf(dataset)).toEqual(await samplesOf(dataset));
    const other = await samplesOnHub(gpqa, repo, { params: { shuffle_seed: 1 } });
    expect(other).not.toEqual(await samplesOf(dataset));
  });

  it('reads its only split when test is asked for, and says so', async () => {
    const warnings: string[] = [];
    const dataset = await openOnHub(gpqa, repo, { split: 'test', warn: (message) => warnings.push(message) });
    expect(dataset.split).toBe('train');
    expect(warnings).toEqual(['gpqa_diamond has no split "test": all its rows are in "train", which is read.']);
  });
});

describe('kbl', () => {
  const civil = { subset: ['bar_exam_civil_2012'] };
  const civilRepo = (row: object) => sameRows(['bar_exam_civil_2012'], 'test', row);

  it('asks byte for byte what the ancestor asked, and knows that the key is a letter', async () => {
    expect(await samplesOnHub(kbl, civilRepo(rowsOf.kbl), civil)).toEqual([
      {
        id: 'bar_exam_civil_2012-1',
        input: 'Question: 옳은 것은?\nChoices: (A) 가\n(B) 나\n(C) 다\n(D) 라',
        target: { kind: 'choice', choices: ['가', '나', '다', '라'], answer: 2 },
        group: 'bar_exam_civil_2012',
        metadata: { meta: { year: 2012 } },
      },
    ]);
  });

  it("is never right by the ancestor's rule", async () => {
    const [sample] = await samplesOnHub(kbl, civilRepo(rowsOf.kbl), { ...civil, compat: 'hret' });
    expect(sample && referenceOf(sample.target)).toBe('');
  });

  it('refuses a key that is none of the choices there are', async () => {
    const error = await errorOf(samplesOnHub(kbl, civilRepo({ ...rowsOf.kbl, gt: 'E' }), civil));
    expect(error.message).toContain('column "gt" is "E"; expected one of A, B, C, D.');
  });

  it('reads 56 bar examinations unless others are named', async () => {
    const exams = (kbl.subsets ?? []).filter((name) => name.startsWith('bar_exam'));
    const dataset = await openOnHub(kbl, sameRows(exams, 'test', rowsOf.kbl));
    expect(dataset.subset).toHaveLength(56);
    expect(dataset.subset?.at(-1)).toBe('bar_exam_responsibility_2023');
    expect(kbl.subsets).toHaveLength(67);
  });

  it("leaves lm-eval's sentence out for those who send it as a system message", async () => {
    const subset = 'kbl_reasoning_statement_consistency_qa';
    const row = { question: '모순인가?', statement1: '갔다', statement2: '안 갔다', A: '예', B: '아니오', label: 'A' };
    const [sample] = await samplesOnHub(kbl, sameRows([subset], 'test', row), {
      subset: [subset],
      params: { description: false },
    });
    expect(sample?.input).toMatch(/^### 질문: 모순인가\?\n/);
  });

  it('names the column that a question needs and a row lacks', async () => {
    const subset = 'kbl_reasoning_statement_consistency_qa';
    const row = { question: '?', statement1: '갔다', A: '예', B: '아니오', label: 'A' };
    const error = await errorOf(samplesOnHub(kbl, sameRows([subset], 'test', row), { subset: [subset] }));
    expect(error.message).toBe(`lbox/kbl ${subset}/test row 1: column "statement2" has no value.`);
  });
});

describe('qarv', () => {
  const repo = sameRows(['korean', 'english'], 'test', ...Array.from({ length: 5 }, () => rowsOf.qarv));

  it('puts the persona and the question each in its place, and one of the two answers first by seed', async () => {
    const golden = JSON.parse(readFileSync(new URL('../goldens/datasets/python-orders.json', import.meta.url), 'utf8'));
    const samples = await samplesOnHub(qarv, repo, { subset: ['korean'] });
    const answers = golden.qarv.map((isKoreanFirst: boolean) => (isKoreanFirst ? 0 : 1));
    expect(samples.map(({ target }) => target.kind === 'choice' && target.answer)).toEqual(answers);
    const [A, B] = answers[0] === 0 ? ['젓가락', '포크'] : ['포크', '젓가락'];
    expect(samples[0]?.input).toBe(
      `Return an answer between A/B/C.\n### System Message: 한국인인 것 처럼 답변해주세요.\n### Question: 식사 예절은?\n### Options: \nA. ${A}\nB. ${B}\nC. None of the above.\n### Answer:`,
    );
  });

  it('asks as an American, in English, when it is told to', async () => {
    const params = { country: 'us', persona: 'rtf' };
    const korean = await samplesOnHub(qarv, repo, { subset: ['english'] });
    const [american] = await samplesOnHub(qarv, repo, { subset: ['english'], params });
    expect(american?.input).toContain(
      '### System Message: You are now American, and English is your native language. You were born and have lived in United States all your life.',
    );
    expect(american?.target).not.toEqual(korean[0]?.target);
  });
});
