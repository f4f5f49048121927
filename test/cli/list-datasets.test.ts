import { describe, expect, it } from 'vitest';
import { datasets } from '../../src/datasets/index.js';
import { hret } from './run-cli.js';

/** How the list of `hret list datasets --verbose` speaks of each dataset. */
async function listed(): Promise<Map<string, string>> {
  const { out } = await hret('list', 'datasets', '--verbose');
  return new Map(
    out
      .trim()
      .split('\n\n')
      .map((text) => [text.split('  ')[0] ?? '', text]),
  );
}

describe('hret list datasets', () => {
  it('tells size, licence and citation of every dataset', async () => {
    const texts = await listed();
    expect([...texts.keys()].sort()).toEqual(Object.keys(datasets).sort());
    for (const text of texts.values()) {
      expect(text).toMatch(/^ {2}size: (\d+ rows|known when it is read)$/m);
      expect(text).toMatch(/^ {2}license: \S/m);
      expect(text).toMatch(/^ {2}citation: \S/m);
    }
  });

  it('does not guess a licence that the authors do not state', async () => {
    const texts = await listed();
    const unstated = [...texts].filter(([, text]) => text.includes('license: not stated by its authors'));
    expect(unstated.map(([name]) => name)).toEqual(['csatqa', 'kudge']);
    expect(texts.get('hrc')).toContain('license: on its card, which is shown to those who accepted its terms');
    expect(texts.get('kbl')).toContain('license: cc-by-nc-4.0');
    expect(texts.get('qarv')).toContain('license: mit');
  });

  it('says what every option is for, of what kind it is, and where examples come from', async () => {
    const texts = await listed();
    expect(texts.get('benchhub')).toContain(
      '    problemTypes: string[] | string — MCQA, Binary, short-form, open-ended\n',
    );
    expect(texts.get('benchhub')).toContain('    seed: integer (default 42) — of that draw');
    expect(texts.get('kmmlu')).toContain('  fewShotSplit: dev\n');
    for (const text of texts.values())
      for (const option of text.split('  options:\n')[1]?.split('\n') ?? [])
        expect(option).toMatch(/^ {4}\w+: .* — \S/);
  });

  it('is named to those who ask for one of its entries', async () => {
    expect(await hret('list', 'kmmlu')).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no such list. It is in another: hret list datasets --verbose. Known:'),
    });
  });

  it('tells the same to machines', async () => {
    const all: Record<string, unknown>[] = JSON.parse((await hret('list', 'datasets', '--json')).out);
    for (const { rows, license, citation } of all) {
      expect(rows === null || Number.isInteger(rows)).toBe(true);
      expect(license).toMatch(/\S/);
      expect(citation).toMatch(/\S/);
    }
    expect(all.find(({ name }) => name === 'csatqa')).toMatchObject({
      rows: 187,
      license: 'not stated by its authors',
    });
    expect(all.find(({ name }) => name === 'haerae_bench')).toMatchObject({ rows: null });
    expect(JSON.parse((await hret('list', 'models', '--json')).out)[0]).not.toHaveProperty('license');
  });
});
