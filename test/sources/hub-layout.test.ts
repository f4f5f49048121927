import { describe, expect, it } from 'vitest';
import { chooseSplit } from '../../src/sources/choose-split.js';
import { globPattern } from '../../src/sources/glob.js';
import { cardConfigs } from '../../src/sources/hub-card.js';
import { convertedLayout, layoutOf } from '../../src/sources/hub-layout.js';

function declared(...configs: readonly string[]): ReturnType<typeof cardConfigs> {
  return cardConfigs(`---\nlicense: mit\nconfigs:\n${configs.join('\n')}\n---\n# Card`, 'README.md');
}

describe('the files of a split, declared in the README', () => {
  const files = [
    'README.md',
    'data/Accounting-dev.csv',
    'data/Accounting-test.csv',
    'data/Korean-History-test.csv',
    'data/.hidden-test.csv',
    'extra/a.jsonl',
    'extra/deep/b.jsonl',
    'extra/deep/b.txt',
  ];

  it.each([
    ['a path', 'data/Accounting-test.csv', ['data/Accounting-test.csv']],
    ['a path with ./', './data/Accounting-test.csv', ['data/Accounting-test.csv']],
    ['a star, which stays in its folder', 'extra/*', ['extra/a.jsonl']],
    ['two stars', 'extra/**', ['extra/a.jsonl', 'extra/deep/b.jsonl']],
    ['two stars in front', '**/*.jsonl', ['extra/a.jsonl', 'extra/deep/b.jsonl']],
    [
      'a choice',
      'data/{Accounting,Korean-History}-test.csv',
      ['data/Accounting-test.csv', 'data/Korean-History-test.csv'],
    ],
    ['a question mark', 'extra/?.jsonl', ['extra/a.jsonl']],
    [
      'a star, which passes hidden files over',
      'data/*-test.csv',
      ['data/Accounting-test.csv', 'data/Korean-History-test.csv'],
    ],
    ['a hidden file written out', 'data/.hidden-test.csv', ['data/.hidden-test.csv']],
  ])('can be named by %s', (_, path, expected) => {
    const card = declared('- config_name: X', '  data_files:', '  - split: test', `    path: "${path}"`);
    expect(chooseSplit(layoutOf(files, card), 'me/quiz', 'X', 'test').files).toEqual(expected);
  });

  it('can be a list of paths, read in the order of the list', () => {
    const card = declared(
      '- config_name: X',
      '  data_files:',
      '  - split: test',
      '    path:',
      '    - data/Korean*',
      '    - data/Acc*test.csv',
    );
    expect(chooseSplit(layoutOf(files, card), 'me/quiz', 'X').files).toEqual([
      'data/Korean-History-test.csv',
      'data/Accounting-test.csv',
    ]);
  });

  it('are the training split when no split is declared', () => {
    const one = declared('- config_name: X', '  data_files: data/Accounting-test.csv');
    expect(chooseSplit(layoutOf(files, one), 'me/quiz', 'X')).toMatchObject({ split: 'train' });
    const list = declared('- config_name: X', '  data_files: [extra/a.jsonl, extra/deep/b.jsonl]');
    expect(chooseSplit(layoutOf(files, list), 'me/quiz', 'X', 'train').files).toHaveLength(2);
  });

  it('are found by their names below data_dir when no files are declared', () => {
    const card = declared('- config_name: X', '  data_dir: data');
    expect(chooseSplit(layoutOf(files, card), 'me/quiz', 'X', 'dev').files).toEqual(['data/Accounting-dev.csv']);
  });

  it('are those of the default subset when no subset is named', () => {
    const configs = ['- config_name: A', '  data_files: extra/a.jsonl', '- config_name: B', '  data_files: data/*'];
    expect(() => chooseSplit(layoutOf(files, declared(...configs)), 'me/quiz')).toThrow(
      'me/quiz has several subsets; name one of: A, B.',
    );
    const layout = layoutOf(files, declared(...configs, '  default: true'));
    expect(chooseSplit(layout, 'me/quiz').files).toHaveLength(3);
  });

  it('are not guessed: dev is not test, but dev is suggested for validation', () => {
    const card = declared('- config_name: X', '  data_files:', '  - split: dev', '    path: data/Accounting-dev.csv');
    const layout = layoutOf(files, card);
    expect(() => chooseSplit(layout, 'me/quiz', 'X', 'validation')).toThrow(
      'me/quiz X has no split "validation". Did you mean "dev"? It has: dev.',
    );
  });

  it('have to be there, and in a format that can be read', () => {
    const card = declared(
      '- config_name: X',
      '  data_files: nowhere/*',
      '- config_name: Y',
      '  data_files: extra/deep/b.txt',
    );
    const layout = layoutOf(files, card);
    expect(() => chooseSplit(layout, 'me/quiz', 'X')).toThrow(
      'me/quiz X/train: none of the files its README promises is there.',
    );
    expect(() => chooseSplit(layout, 'me/quiz', 'Y')).toThrow('me/quiz Y/train is kept in extra/deep/b.txt;');
  });
});

describe('the files of a subset, by their names', () => {
  it.each([
    ['Accounting/test-00000-of-00001.parquet', 'Accounting', 'test'],
    ['Accounting/test-00000-of-00001-3f2a9c.parquet', 'Accounting', 'test'],
    ['Accounting/test.jsonl', 'Accounting', 'test'],
    ['Accounting/test-part1.jsonl', 'Accounting', 'test'],
    ['data/Accounting/test.tsv', 'Accounting', 'test'],
    ['data/Accounting-dev.csv', 'Accounting', 'dev'],
    ['data/korean-history-test.csv', 'Korean-History', 'test'],
    ['test/Accounting.csv', 'Accounting', 'test'],
    ['Accounting/test/0000.parquet', 'Accounting', 'test'],
    ['Accounting/valid.json', 'Accounting', 'validation'],
    ['Accounting_test.csv.gz', 'Accounting', 'test'],
    ['Accounting.csv', 'Accounting', 'train'],
    ['kmmlu/Accounting/test.csv', 'Accounting', 'test'],
    ['Korean Law/fewshot-00000-of-00001.parquet', 'Korean Law', 'fewshot'],
  ])('%s holds %s', (path, config, split) => {
    expect(chooseSplit(layoutOf([path, 'README.md'], []), 'me/quiz', config, split).files).toEqual([path]);
  });

  it('come in order, each once, from one format', () => {
    const files = ['Law/test-1.csv', 'Law/test-0.csv', 'Law/test.parquet', 'Law/dev.csv'];
    expect(chooseSplit(layoutOf(files, []), 'me/quiz', 'Law', 'test').files).toEqual([
      'Law/test-0.csv',
      'Law/test-1.csv',
    ]);
  });

  it('are found where the file system composed the name differently', () => {
    const decomposed = '한국사/test.csv'.normalize('NFD');
    expect(chooseSplit(layoutOf([decomposed], []), 'me/quiz', '한국사', 'test').files).toEqual([decomposed]);
  });

  it('are all there when they are numbered', () => {
    const layout = layoutOf(['Law/test-00000-of-00003.parquet', 'Law/test-00002-of-00003.parquet'], []);
    expect(() => chooseSplit(layout, 'me/quiz', 'Law', 'test')).toThrow(
      'me/quiz Law/test: only 2 of its 3 files are there.',
    );
  });
});

describe("the files of a dataset without subsets, by the rules of Python's datasets", () => {
  const choose = (files: readonly string[], split?: string) =>
    chooseSplit(layoutOf(files, []), 'me/quiz', undefined, split);

  it('are shards in data/ before anything else', () => {
    const files = ['data/test-00000-of-00001.parquet', 'data/few_shot-00000-of-00001.parquet', 'test.csv'];
    expect(choose(files, 'test').files).toEqual(['data/test-00000-of-00001.parquet']);
    expect(choose(files, 'few_shot').files).toEqual(['data/few_shot-00000-of-00001.parquet']);
  });

  it('are what lies in folders named after splits, then files named after splits', () => {
    expect(choose(['test/a.csv', 'test/b.csv', 'train/a.csv'], 'test').files).toEqual(['test/a.csv', 'test/b.csv']);
    expect(choose(['my_test.csv', 'my_train.csv'], 'test').files).toEqual(['my_test.csv']);
    expect(choose(['dev.csv'], 'validation')).toEqual({ split: 'validation', files: ['dev.csv'] });
  });

  it('are all of them, as train, when no name holds a split (CLIcK)', () => {
    const files = [
      'README.md',
      'Dataset/Language/Grammar/Grammar_CSAT.json',
      'Dataset/Culture/Korean Economy/Economy_Kedu.json',
      'Dataset/Culture/Korean Economy/Economy_KIIP.json',
      'config.json',
    ];
    expect(choose(files)).toEqual({
      split: 'train',
      files: [
        'Dataset/Culture/Korean Economy/Economy_KIIP.json',
        'Dataset/Culture/Korean Economy/Economy_Kedu.json',
        'Dataset/Language/Grammar/Grammar_CSAT.json',
      ],
    });
    expect(() => choose(files, 'test')).toThrow('me/quiz has no split "test". It has: train.');
  });
});

describe("the hub's Parquet copy", () => {
  it('has subsets and splits in its paths, whatever they are called; partial copies are left out', () => {
    const layout = convertedLayout([
      'default/fewshot/0000.parquet',
      'default/fewshot/0001.parquet',
      'default/partial-test/0000.parquet',
    ]);
    expect(chooseSplit(layout, 'me/quiz').files).toEqual([
      'default/fewshot/0000.parquet',
      'default/fewshot/0001.parquet',
    ]);
    expect(() => chooseSplit(layout, 'me/quiz', undefined, 'test')).toThrow('It has: fewshot.');
  });
});

describe('a README', () => {
  it('without front matter, or without configs in it, declares nothing', () => {
    expect(cardConfigs('# Quiz\n---\nconfigs: no\n---\n', 'README.md')).toEqual([]);
    expect(cardConfigs('---\nlicense: mit\n---\n', 'README.md')).toEqual([]);
    expect(cardConfigs('---\r\nconfigs:\r\n- config_name: X\r\n---\r\n', 'README.md')).toHaveLength(1);
  });

  it('whose front matter is broken is an error that says where', () => {
    expect(() => cardConfigs('---\nconfigs: [\n---\n', 'me/quiz README.md')).toThrow(
      'me/quiz README.md: the front matter is not valid YAML:',
    );
    expect(() => cardConfigs('---\nconfigs:\n- data_files: x\n---\n', 'me/quiz README.md')).toThrow(
      'me/quiz README.md: configs.0.config_name:',
    );
  });
});

describe('a glob', () => {
  it.each([
    ['a.csv', 'axcsv', false],
    ['a+(b).csv', 'a+(b).csv', true],
    ['{a.csv', '{a.csv', true],
    ['[ab].csv', 'b.csv', true],
    ['[!ab].csv', 'b.csv', false],
    ['**/x/**', 'x/y/z', true],
    ['a**b', 'axxb', true],
    ['a**b', 'ax/b', false],
    ['{a,b/{c,d}}.csv', 'b/d.csv', true],
  ])('%s and %s: %s', (glob, path, isMatch) => {
    expect(globPattern(glob).test(path)).toBe(isMatch);
  });
});
