import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const written = z.string().trim().min(1);
const common = { id: written, group: written, question: written };
const choiceRow = z.strictObject({
  ...common,
  kind: z.literal('choice'),
  choices: z.array(written).length(4),
  answer: z.int().min(0).max(3),
});
const shortRow = z.strictObject({ ...common, kind: z.literal('short'), accepted: z.array(written).min(1) });
const arithmeticRow = z.strictObject({
  ...common,
  kind: z.literal('arithmetic'),
  accepted: z.array(written).min(1),
  expression: written,
});
const itemRow = z.discriminatedUnion('kind', [choiceRow, shortRow, arithmeticRow]);
type Item = z.output<typeof itemRow>;
type Kind = Item['kind'];
type ItemOf<K extends Kind> = Extract<Item, { kind: K }>;

const test = readItems('test');
const train = readItems('train');
const everyItem = [...test, ...train];
const choices = ofKind(test, 'choice');

describe('the ko_sample rows', () => {
  it('hold at least 180 test items and 24 training items', () => {
    expect(test.length).toBeGreaterThanOrEqual(180);
    expect(train).toHaveLength(24);
  });

  it('have ids that occur once', () => {
    expect(repeated(everyItem.map((item) => item.id))).toEqual([]);
  });

  it('are about 60 % choice, 18 % short answer and 22 % arithmetic', () => {
    expect(choices.length / test.length).toBeCloseTo(0.6, 1);
    expect(ofKind(test, 'short').length / test.length).toBeCloseTo(0.18, 1);
    expect(ofKind(test, 'arithmetic').length / test.length).toBeCloseTo(0.22, 1);
  });

  it('are in seven groups, and each group has at least three training items', () => {
    const groups = [...new Set(test.map((item) => item.group))];
    expect(groups.sort()).toEqual(['과학', '문화', '사회', '산수', '언어', '역사', '지리']);
    for (const group of groups) expect(train.filter((item) => item.group === group).length).toBeGreaterThanOrEqual(3);
    expect(train.filter((item) => !groups.includes(item.group))).toEqual([]);
  });

  it('show every group within the first ten rows, so that a short run sees them all', () => {
    expect(new Set(test.slice(0, 10).map((item) => item.group)).size).toBe(7);
  });

  it('are written in composed Hangul (NFC) without stray spaces', () => {
    for (const item of everyItem) {
      const text = JSON.stringify(item);
      expect(text).toBe(text.normalize('NFC'));
      for (const part of [item.question, ...answersOf(item)]) expect(part).toBe(part.trim());
    }
  });
});

describe('the ko_sample questions', () => {
  it('never occur twice, nor in both test and train', () => {
    expect(repeated(everyItem.map((item) => squeezed(item.question)))).toEqual([]);
  });

  it('are never near duplicates of each other', () => {
    const prose = everyItem.filter((item) => item.kind !== 'arithmetic');
    const tooNear = pairsOf(prose).filter(([a, b]) => likeness(a.question, b.question) > 0.6);
    expect(tooNear.map(([a, b]) => `${a.id} ~ ${b.id}`)).toEqual([]);
  });

  it('do not give their short answer away', () => {
    const given = ofKind(everyItem, 'short').filter((item) => item.question.includes(item.accepted[0] ?? ''));
    expect(given.map((item) => item.id)).toEqual([]);
  });
});

describe('the ko_sample answers', () => {
  it('never list the same option or the same spelling twice', () => {
    const listedTwice = everyItem.filter((item) => repeated(answersOf(item)).length > 0);
    expect(listedTwice.map((item) => item.id)).toEqual([]);
  });

  it.each([0, 1, 2, 3])('are at position %i in a fifth to three tenths of the choice items', (position) => {
    const share = meanOf(choices, (item) => (item.answer === position ? 1 : 0));
    expect(share).toBeGreaterThanOrEqual(0.2);
    expect(share).toBeLessThanOrEqual(0.3);
  });

  it('are not found by always picking the longest option', () => {
    expect(meanOf(choices, (item) => chanceOfPicking(item, Math.max))).toBeLessThan(0.4);
  });

  it('are not found by always picking the shortest option', () => {
    expect(meanOf(choices, (item) => chanceOfPicking(item, Math.min))).toBeLessThan(0.4);
  });

  it.each(ofKind(everyItem, 'arithmetic'))('$id: $expression equals every accepted spelling', (item) => {
    for (const spelling of item.accepted) expect(numberIn(spelling)).toBeCloseTo(evaluate(item.expression), 9);
  });
});

function readItems(split: 'test' | 'train'): Item[] {
  const file = new URL(`../../data/ko_sample/${split}.jsonl`, import.meta.url);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => itemRow.parse(JSON.parse(line)));
}

function ofKind<K extends Kind>(items: readonly Item[], kind: K): ItemOf<K>[] {
  return items.filter((item): item is ItemOf<K> => item.kind === kind);
}

function answersOf(item: Item): string[] {
  return item.kind === 'choice' ? item.choices : item.accepted;
}

function repeated(texts: readonly string[]): string[] {
  return texts.filter((text, at) => texts.indexOf(text) !== at);
}

function meanOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0) / items.length;
}

function pairsOf<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((a, at) => items.slice(at + 1).map((b): [T, T] => [a, b]));
}

/** Ties count in part: of two equally long options a picker takes the right one half of the time. */
function chanceOfPicking(item: ItemOf<'choice'>, extreme: (...lengths: number[]) => number): number {
  const wanted = extreme(...item.choices.map((option) => option.length));
  const picked = item.choices.flatMap((option, at) => (option.length === wanted ? [at] : []));
  return picked.includes(item.answer) ? 1 / picked.length : 0;
}

function squeezed(text: string): string {
  return text.replace(/\s/g, '');
}

/** The share of neighbouring character pairs two texts have in common. */
function likeness(a: string, b: string): number {
  const [left, right] = [characterPairs(a), characterPairs(b)];
  const shared = [...left].filter((pair) => right.has(pair)).length;
  return shared / (left.size + right.size - shared);
}

function characterPairs(text: string): Set<string> {
  const whole = squeezed(text);
  return new Set(Array.from({ length: whole.length - 1 }, (_, at) => whole.slice(at, at + 2)));
}

/** Reads 1,200 and −7 and 3/4 as a teacher would. */
function numberIn(spelling: string): number {
  const plain = spelling.replaceAll(',', '').replace('−', '-');
  expect(plain).toMatch(/^-?\d+(\.\d+|\/\d+)?$/);
  const [over, under = '1'] = plain.split('/');
  return Number(over) / Number(under);
}

/** Works out + - * / with brackets and signs; anything else is an error. */
function evaluate(expression: string): number {
  const tokens = expression.match(/\d+(?:\.\d+)?|\S/g) ?? [];
  const value = sumOf(tokens);
  if (tokens.length > 0 || !Number.isFinite(value)) throw new Error(`"${expression}" is not an expression.`);
  return value;
}

function sumOf(tokens: string[]): number {
  let value = productOf(tokens);
  for (;;) {
    if (taken(tokens, '+')) value += productOf(tokens);
    else if (taken(tokens, '-')) value -= productOf(tokens);
    else return value;
  }
}

function productOf(tokens: string[]): number {
  let value = factorOf(tokens);
  for (;;) {
    if (taken(tokens, '*')) value *= factorOf(tokens);
    else if (taken(tokens, '/')) value /= factorOf(tokens);
    else return value;
  }
}

function factorOf(tokens: string[]): number {
  if (taken(tokens, '-')) return -factorOf(tokens);
  if (!taken(tokens, '(')) return Number(tokens.shift());
  const value = sumOf(tokens);
  if (!taken(tokens, ')')) throw new Error('A bracket is not closed.');
  return value;
}

function taken(tokens: string[], token: string): boolean {
  if (tokens[0] !== token) return false;
  tokens.shift();
  return true;
}
