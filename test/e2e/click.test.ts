import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as hret from '../../src/index.js';
import { useOutputDir } from '../temp-dir.js';
import {
  lettered,
  named,
  numbered,
  ownLabels,
  type Phrasing,
  quoted,
  retyped,
  type Situation,
  unreadableLettered,
  unreadableNumbered,
} from './click-phrasings.js';

interface Row {
  readonly id: string;
  readonly paragraph: string;
  readonly question: string;
  readonly choices: readonly string[];
  readonly answer: string;
}

const path = resolve(fileURLToPath(new URL('../../', import.meta.url)), '../shared/data/click/train.jsonl');
const outputDir = useOutputDir();

describe.skipIf(!existsSync(path))('all rows of CLIcK (skipped where ../shared/data/click is not at hand)', () => {
  const rows: readonly Row[] = existsSync(path)
    ? readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];
  const _right = (row: Row) => row.choices.findIndex((choice) => same(choice, row.answer));
  const same = (one: string, other: string) => one.trim().normalize('NFC') === other.trim().normalize('NFC');

  describe('with a model function', () => {
    /** The same for the run and for what is expected of it: 0, 1 or 2. */
    const lot = (choices: readonly string[]) => choices.join('').length % 3;
    const wrongOf = (choices: readonly string[], answer: number) =>
      choices.find((choice) => !same(choice, choices[answer] ?? '')) ?? '';
    type Says = (choices: readonly string[], answer: number) => string;
    const knowing: Says = (choices, answer) => choices[answer] ?? '';
    const erring: Says = wrongOf;
    const mixed: Says = (choices, answer) =>
      [`정답: ${choices[answer]}`, wrongOf(choices, answer), '잘 모르겠습니다.'][lot(choices)] ?? '';

    describe.each(['string_match', 'partial_match', 'multiple_choice'])('%s', (evaluationMethod) => {
      it.each<[string, Says, (row: Row) => number | 'none']>([
        ['that knows every answer', knowing, () => 1],
        ['that is always wrong', erring, () => 0],
        [
          'that is right, wrong or refuses in turn',
          mixed,
          (row) => [1, 0, 'none' as const][lot(row.choices)] ?? 'none',
        ],
      ])('counts a model %s exactly, as a whole and by group', async (_, says, expected) => {
        const result = await hret.quickEval(
          (_input, sample) => {
            const target = sample?.target;
            return target?.kind === 'choice' ? says(target.choices, target.answer) : '';
          },
          {
            dataset: 'click',
            datasetParams: { path },
            evaluationMethod,
            outputDir: outputDir(),
            languagePenalize: false,
          },
        );
        const refused = evaluationMethod === 'multiple_choice' ? [] : [0];
        const values = (some: readonly Row[]) =>
          some.flatMap((row) => {
            const value = expected(row);
            return value === 'none' ? refused : [value];
          });
        const mean = (numbers: readonly number[]) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
        const all = values(rows);
        expect(result.counts).toEqual({
          total: 1995,
          scored: all.length,
          unscored: 1995 - all.length,
          failed: 0,
          truncated: 0,
        });
        expect(result.metrics.accuracy).toBeCloseTo(mean(all), 12);
        const groups = new Map<string, Row[]>();
        for (const row of rows) {
          const group = row.id
            .split('_')
            .filter((part) => !/^\d+$/.test(part))
            .join('_');
          groups.set(group, [...(groups.get(group) ?? []), row]);
        }
        expect(Object.keys(result.groups).sort()).toEqual([...groups.keys()].sort());
        for (const [group, members] of groups) {
          const own = values(members);
          // A mean of nothing is left out.
          if (own.length === 0) expect(result.groups[group]?.accuracy).toBeUndefined();
          if (own.length === 0) continue;
          expect(result.groups[group]?.accuracy, group).toMatchObject({
            n: own.length,
            mean: expect.closeTo(mean(own), 12),
          });
        }
      });
    });
  });

  const situation = (row: Row, place: number): Situation => {
    const options = row.choices.map(named);
    const at = (step: number) => options[(place + step) % options.length] as (typeof options)[0];
    return { ...at(0), other: at(1), third: at(2), texts: row.choices };
  };
  const shown = (row: Row, labelOf: (place: number) => string) =>
    [row.paragraph, row.question, ...row.choices.map((choice, place) => `${labelOf(place)}${choice}`)].join('\n');
  const repeats = ({ text, other }: Situation) => same(text, other.text);

  /** Each phrasing on every row (or every so many), about every option in turn, which is right. */
  async function read(
    phrasings: readonly Phrasing[],
    labelOf: (place: number) => string,
    skip: (situation: Situation, answer: string) => boolean = () => false,
    every = EVERY,
  ) {
    const asked = phrasings.flatMap((phrasing, number) =>
      rows.flatMap((row, index) => {
        if ((index + number) % every !== 0) return [];
        const about = situation(row, (index + number) % row.choices.length);
        const prediction = phrasing(about);
        if (skip(about, prediction)) return [];
        const input = shown(row, labelOf);
        return [{ input, reference: about.text, options: [...row.choices], prediction, group: `${number}` }];
      }),
    );
    const params = { evaluationMethod: 'multiple_choice', outputDir: outputDir(), languagePenalize: false };
    const result = await hret.score(asked, params);
    return { asked, result };
  }

  /** All rows with all phrasings, 390,000 answers, take a quarter of an hour: HRET_CLICK_EVERY=1 npx vitest run test/e2e. */
  const EVERY = Number(process.env.HRET_CLICK_EVERY ?? 17);

  const LONG = EVERY < 10 ? 3_600_000 : 180_000;

  const lines: readonly [string, (place: number) => string][] = [
    ['①', (place) => `${'①②③④⑤'.charAt(place)} `],
    ['1.', (place) => `${place + 1}. `],
  ];
  const letters: readonly [string, (place: number) => string][] = [
    ['A.', (place) => `${'ABCDE'.charAt(place)}. `],
    ['(A)', (place) => `(${'ABCDE'.charAt(place)}) `],
  ];
  const bare: readonly [string, (place: number) => string][] = [
    ['no label', () => ''],
    ['1)', (place) => `${place + 1}) `],
  ];
  const all = (of: typeof lines, phrasings: readonly Phrasing[]) =>
    of.map(([name, label]) => [name, label, phrasings] as const);

  it.each([...all(lines, numbered), ...all(letters, lettered), ...all(bare, quoted), ...all(bare, retyped)])(
    'multiple_choice reads every phrasing where the question shows %s',
    async (_, labelOf, phrasings) => {
      // Stars around a text that has stars in it are no markdown anyone could read.
      const { asked, result } = await read(
        phrasings,
        labelOf,
        ({ text }, said) => text.includes('*') && said.includes('**'),
      );
      const missed = [];
      for await (const sample of result.stream())
        if (sample.scores.accuracy !== 1) missed.push([sample.prediction, sample.options, sample.reason]);
      expect(missed).toEqual([]);
      expect(result.counts).toMatchObject({ total: asked.length, scored: asked.length, unscored: 0, failed: 0 });
    },
    LONG,
  );

  it.each([
    ['numbers', numbered],
    ['letters', lettered],
  ] as const)(
    'multiple_choice counts %s to the options that the question only lists',
    async (_, phrasings) => {
      // Options that have (a), ① or `1.` in them, or are the number 2: an answer (A), ①, (1) or 2 may mean theirs.
      const isBare = (said: string) => /(?:boxed\{|"answer": |<answer>|answer is )\d/.test(said);
      const speaks = ({ texts, number, circled }: Situation, said: string) =>
        phrasings === lettered
          ? texts.some((text) => /[ⓐ-ⓔⒶ-Ⓔ]|(?<![A-Za-z])[A-Ea-e][:.)\]]/.test(text))
          : texts.some(
              (text) =>
                text.includes(circled) ||
                text.includes(`${number}. `) ||
                (isBare(said) && text.match(/\d+/g)?.includes(number)),
            );
      const { asked, result } = await read(phrasings, () => '', speaks);
      const missed = [];
      for await (const sample of result.stream())
        if (sample.scores.accuracy !== 1) missed.push([sample.prediction, sample.options, sample.reason]);
      expect(missed).toEqual([]);
      expect(result.counts).toMatchObject({ scored: asked.length, unscored: 0, failed: 0 });
    },
    LONG,
  );

  it.each([
    ['ㄱ.', 'ㄱㄴㄷㄹㅁ', (label: string) => `${label}. `],
    ['(가)', '가나다라마', (label: string) => `(${label}) `],
  ])(
    'multiple_choice reads the labels of a question that shows %s',
    async (_, alphabet, shape) => {
      const phrasings = ownLabels.map(
        (phrasing): Phrasing =>
          ({ place, other, text }) =>
            phrasing(alphabet.charAt(place), alphabet.charAt(other.place), text),
      );
      // An option whose text is a label is that option, whatever stands behind the label.
      const isLabel = ({ texts }: Situation) => texts.some((text) => text.length === 1 && alphabet.includes(text));
      const { asked, result } = await read(phrasings, (place) => shape(alphabet.charAt(place)), isLabel);
      expect(asked.length).toBeGreaterThan(1000);
      expect(result.metrics.accuracy).toBe(1);
      expect(result.counts).toMatchObject({ unscored: 0, failed: 0 });
    },
    LONG,
  );

  it.each([
    ...all([...lines, ...bare], unreadableNumbered),
    ...all([...letters, ...bare.slice(0, 1)], unreadableLettered),
  ])(
    'multiple_choice leaves unscored, with a reason, what names no single option where the question shows %s',
    async (_, labelOf, phrasings) => {
      const { asked, result } = await read(phrasings, labelOf, repeats);
      const guessed = [];
      for await (const sample of result.stream())
        if (sample.status !== 'unscored' || !sample.reason) guessed.push([sample.prediction, sample.options]);
      expect(guessed).toEqual([]);
      expect(result.counts).toMatchObject({ total: asked.length, scored: 0, unscored: asked.length });
    },
    LONG,
  );

  it('reads letters through the dataset itself, where the prompt shows them', async () => {
    let turn = 0;
    const result = await hret.quickEval(
      (input, sample) => {
        const target = sample?.target;
        if (target?.kind !== 'choice') return '';
        expect(input).toContain(`\n(B) ${target.choices[1]}`);
        const options = target.choices.map(named);
        const at = (step: number) => options[(target.answer + step) % options.length] as (typeof options)[0];
        turn += 1;
        const said = lettered[turn % lettered.length]?.({
          ...at(0),
          other: at(1),
          third: at(2),
          texts: target.choices,
        });
        return said ?? '';
      },
      {
        dataset: 'click',
        datasetParams: { path, basePromptTemplate: '{paragraph}\n{question}\n{choices_str}' },
        evaluationMethod: 'multiple_choice',
        outputDir: outputDir(),
        languagePenalize: false,
      },
    );
    expect(result.metrics.accuracy).toBe(1);
    expect(result.counts).toMatchObject({ total: 1995, scored: 1995, unscored: 0, failed: 0 });
  });
});
