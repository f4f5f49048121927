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
