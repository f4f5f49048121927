import { describe, expect, it } from 'vitest';
import * as hret from '../../src/index.js';
import { clickRepo, kobestRows, repoOf, rowsOf } from '../datasets/benchmark-repos.js';
import { useOutputDir } from '../temp-dir.js';
import { useHub } from './hub-env.js';

useOutputDir();

const row = { question: '수도는?', answer: '서울' };
const other = { question: '강은?', answer: '한강' };
const columns = { inputCol: 'question', referenceCol: 'answer' };

async function ran(options: hret.EvaluateOptions) {
  const { info, samples } = await hret.quickEval(() => '서울', { languagePenalize: false, ...options });
  return { split: info.split, asked: samples.length, warnings: info.warnings };
}

const quiz = (splits: Record<string, readonly object[]>) => useHub({ 'me/quiz': repoOf({ default: splits }) });

describe('the split of a dataset of the hub by its name', () => {
  it('is that of the settings where it has it, without a word', async () => {
    await quiz({ train: [row], test: [row, other] });
    hret.configure({ defaultSplit: 'train' });
    expect(await ran({ dataset: 'me/quiz', datasetParams: columns })).toEqual({
      split: 'train',
      asked: 1,
      warnings: [],
    });
  });

  it('is its own where it has not that of the settings, which is said', async () => {
    await quiz({ train: [row], test: [row, other] });
    hret.configure({ defaultSplit: 'validation' });
    expect(await ran({ dataset: 'me/quiz', datasetParams: columns })).toEqual({
      split: 'test',
      asked: 2,
      warnings: ['me/quiz has no split "validation" (the default split of the settings): "test" is read.'],
    });
  });

  it.each([
    ['validation', 'dev', 'me/quiz has no split "dev": there it is called "validation", which is read.'],
    ['train', 'test', 'me/quiz has no split "test": all its rows are in "train", which is read.'],
  ])('is %s where %s is asked for and it can be no other', async (there, split, warning) => {
    await quiz({ [there]: [row] });
    expect(await ran({ dataset: 'me/quiz', datasetParams: columns, split })).toEqual({
      split: there,
      asked: 1,
      warnings: [warning],
    });
  });

  it('is not guessed among several, nor for a word that is none', async () => {
    await quiz({ train: [row], validation: [row] });
    const dataset = { dataset: 'me/quiz', datasetParams: columns };
    await expect(ran({ ...dataset, split: 'test' })).rejects.toThrow(
      'me/quiz has no split "test". It has: train, validation.',
    );
    await expect(ran({ ...dataset, split: 'tarin' })).rejects.toThrow('Did you mean "train"?');
  });
});

describe('a split that a benchmark does not have', () => {
  const one = (split: string, rows: object) => repoOf({ default: { [split]: [rows] } });
  it.each([
    ['click', 'EunsuKim/CLIcK', clickRepo(), 'test', 'train'],
    ['hrc', 'amphora/HRC', one('train', rowsOf.hrc), 'test', 'train'],
    ['math500', 'HuggingFaceH4/MATH-500', one('test', rowsOf.math500), 'train', 'test'],
    ['aime24', 'Maxwell-Jia/AIME_2024', one('train', rowsOf.aime24), 'validation', 'train'],
    ['benchhub', 'BenchHub/BenchHub-Ko', one('train', rowsOf.benchhub), 'test', 'train'],
  ])('is that of all rows in %s, which is said', async (dataset, repo, files, split, read) => {
    await useHub({ [repo]: files });
    const { split: found, warnings } = await ran({ dataset, split });
    expect(found).toBe(read);
    expect(warnings).toEqual([`${dataset} has no split "${split}": all its rows are in "${read}", which is read.`]);
  });

  it('is the validation split where dev is asked for', async () => {
    await useHub({ 'skt/kobest_v1': repoOf({ wic: { validation: [kobestRows.wic] } }) });
    expect(await ran({ dataset: 'kobest', subset: ['wic'], split: 'dev' })).toMatchObject({
      split: 'validation',
      asked: 1,
    });
  });

  it('is refused where it could be any of several', async () => {
    await expect(ran({ dataset: 'kormedmcqa', split: 'validaton' })).rejects.toThrow(
      'kormedmcqa has no split "validaton".',
    );
    await expect(ran({ dataset: 'kmmlu_hard', split: 'train' })).rejects.toThrow(
      'kmmlu_hard has no split "train". Known: dev, test.',
    );
  });
});
