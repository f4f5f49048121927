import { describe, expect, it } from 'vitest';
import type { Model, NextTokensRequest, Token } from '../../src/core/model.js';
import { searchTokens, type TokenSearch } from '../../src/scaling/beam-tokens.js';

const END = '.';
type Table = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Greedy takes A (0.6) and comes to A B (0.24); the likeliest answer is C D (0.36). */
const TRAP: Table = {
  '': { A: 0.6, C: 0.4 },
  A: { B: 0.4, D: 0.3, E: 0.3 },
  C: { D: 0.9, B: 0.1 },
  AB: { [END]: 1 },
  AD: { [END]: 1 },
  AE: { [END]: 1 },
  CD: { [END]: 1 },
  CB: { [END]: 1 },
};

const wordOf = (tokens: readonly Token[]) => tokens.map(({ key }) => (key === END ? '' : key)).join('');

/** A model whose next tokens are written down, and what it was asked. */
function tableModel(table: Table) {
  const asked: NextTokensRequest[] = [];
  const model: Model = {
    id: 'table',
    generate: () => Promise.reject(new Error('nothing is generated')),
    async nextTokens(request) {
      asked.push(request);
      const text = wordOf(request.prefix);
      if (request.count === 0) return { text, tokens: [] };
      const tokens = Object.entries(table[text] ?? { [END]: 1 })
        .map(([key, p]) => ({ key, logprob: Math.log(p), isEnd: key === END }))
        .sort((a, b) => b.logprob - a.logprob);
      let left = request.count;
      const last = tokens.findIndex(({ isEnd }) => !isEnd && --left === 0);
      return { text, tokens: tokens.slice(0, last === -1 ? undefined : last + 1), usage: { outputTokens: 1 } };
    },
  };
  return { model, asked };
}

const usual: TokenSearch = { beamSize: 2, maxTokens: 10, lengthPenalty: 0, earlyStopping: false };
const request = () => ({
  prompt: { text: '?' },
  sample: { id: 's', input: '?', target: { kind: 'text', accepted: [] } } as const,
  draw: 0,
  signal: new AbortController().signal,
});
async function search(table: Table, changes: Partial<TokenSearch> = {}) {
  const { model, asked } = tableModel(table);
  const answer = await searchTokens({ ...usual, ...changes })(model).generate(request());
  return { ...answer, details: answer.metadata?.beamSearch as Record<string, number[]>, asked };
}

describe('beam search over tokens', () => {
  it('finds the likeliest answer where the likeliest first token leads elsewhere', async () => {
    expect((await search(TRAP, { beamSize: 1 })).text).toBe('AB');
    const found = await search(TRAP);
    expect(found).toMatchObject({ text: 'CD', finish: 'stop', candidates: ['CD', 'AB'] });
    expect(found.details.logprobs?.[0]).toBeCloseTo(Math.log(0.36), 12);
    expect(found.details.tokens).toEqual([3, 3]);
  });

  it('asks each beam once a step and then for the texts, and sums up what all of it took', async () => {
    const { asked, usage, details } = await search(TRAP);
    expect(asked.map(({ prefix, count }) => [wordOf(prefix), count])).toEqual([
      ...[
        ['', 2],
        ['A', 2],
        ['C', 2],
        ['CD', 2],
        ['AB', 2],
      ],
      ...[
        ['CD', 0],
        ['AB', 0],
      ],
    ]);
    expect(usage).toEqual({ outputTokens: 5 });
    expect(details.asked).toBe(5);
  });

  it('scores by the sum of log-probabilities over the number of tokens to the power of the length penalty', async () => {
    const table: Table = { '': { A: 0.5, [END]: 0.5 }, A: { B: 0.6, [END]: 0.4 }, AB: { [END]: 0.7, C: 0.3 } };
    const first = async (lengthPenalty: number) =>
      (await search(table, { lengthPenalty, earlyStopping: 'never' })).text;
    expect(await first(0)).toBe('');
    expect(await first(1)).toBe('AB');
    const { details } = await search(table, { lengthPenalty: 2, earlyStopping: 'never' });
    for (const [rank, score] of (details.scores ?? []).entries())
      expect(score).toBeCloseTo((details.logprobs?.[rank] ?? 0) / (details.tokens?.[rank] ?? 0) ** 2, 12);
  });

  it('ends with the first answers, or goes on while a better one may come, as it is told', async () => {
    const table: Table = {
      '': { A: 0.5, [END]: 0.3, B: 0.2 },
      A: { C: 0.6, [END]: 0.4 },
      AC: { [END]: 0.99 },
    };
    expect((await search(table, { earlyStopping: true })).candidates).toEqual(['', 'A']);
    expect((await search(table, { earlyStopping: false })).candidates).toEqual(['', 'AC']);
  });

  it('cuts answers off at the longest length and says so', async () => {
    const found = await search(TRAP, { maxTokens: 2 });
    expect(found).toMatchObject({ text: 'CD', finish: 'length', details: { finishes: ['length', 'length'] } });
  });

  it('keeps tokens that are no whole text by themselves, and asks for the text of all together', async () => {
    const bytes = ['\\xec', '\\x84', '\\x9c'];
    const model: Model = {
      id: 'bytes',
      generate: () => Promise.reject(new Error('nothing is generated')),
      nextTokens: async ({ prefix }) => ({
        text: prefix.filter(({ isEnd }) => !isEnd).length === 3 ? '서' : '�'.repeat(prefix.length),
        tokens: [{ key: bytes[prefix.length] ?? END, logprob: -0.1, isEnd: prefix.length === 3 }],
      }),
    };
    expect((await searchTokens(usual)(model).generate(request())).text).toBe('서');
  });

  it('asks nothing more when it is given up', async () => {
    const controller = new AbortController();
    const { model, asked } = tableModel(TRAP);
    const given: Model = {
      ...model,
      async nextTokens(one) {
        controller.abort(new Error('enough'));
        return (await model.nextTokens?.(one)) ?? { text: '', tokens: [] };
      },
    };
    await expect(searchTokens(usual)(given).generate({ ...request(), signal: controller.signal })).rejects.toThrow(
      'enough',
    );
    expect(asked).toHaveLength(1);
  });
});
