import { execFile } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Generation, ModelPlugin, ScalingPlugin } from '../../src/index.js';
import { testWorld } from '../../src/testing/index.js';
import { ensureTinyModel, ensureTransformers, packageWithLibrary, script } from './tiny-onnx.js';

interface Search {
  readonly texts: readonly string[];
  readonly scores: readonly number[];
  readonly tokens: readonly number[];
}

const TOPICS = [
  '대한민국의 수도는',
  '물은 섭씨 100도에서',
  '훈민정음을 만든 사람은',
  '다음 중 옳은 것은?',
  '한글 문장',
];
const ENDS = ['', '\n정답:', ' 서울이', ' 그리고 물', ' (A) 사과', '는 무엇인가? 답:', ' 「ㅋㅋ」'];
const prompts = TOPICS.flatMap((topic) => ENDS.map((end) => `${topic}${end}`));
const lengthPenalties = [0, 1, 2];
const earlyStoppings = [true, false, 'never'] as const;
const searches = lengthPenalties.flatMap((lengthPenalty) =>
  earlyStoppings.map((earlyStopping) => ({ lengthPenalty, earlyStopping })),
);
const maxTokens = 12;
/** Its own end, which random weights seldom choose; and a tenth of the vocabulary, so that answers end early. */
const ONE_END = [2];
const MANY_ENDS = [2, ...Array.from({ length: 50 }, (_, place) => 300 + place)];

let interpreter: string;
let folder: string;
let plugin: ModelPlugin<Record<string, unknown>>;
let beamSearch: ScalingPlugin<unknown>;
let parseOptions: typeof import('../../src/core/plugin-options.js').parseOptions;
const made: string[] = [];

beforeAll(async () => {
  interpreter = ensureTransformers();
  folder = ensureTinyModel(interpreter);
  const hret = await packageWithLibrary();
  ({ plugin } = await import(join(hret, 'backends', 'huggingface.js')));
  ({ plugin: beamSearch } = await import(join(hret, 'scaling', 'beam-search.js')));
  ({ parseOptions } = await import(join(hret, 'core', 'plugin-options.js')));
});
afterAll(() => {
  for (const copy of made) rmSync(copy, { recursive: true, force: true });
});

function byTransformers(ends: readonly number[]): Promise<Search[][]> {
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: 2 ** 26, env: { ...process.env, HF_HUB_OFFLINE: '1' } };
    const child = execFile(interpreter, [script('beams.py'), folder], options, (error, stdout) =>
      error === null ? resolve(JSON.parse(stdout)) : reject(error),
    );
    child.stdin?.end(JSON.stringify({ prompts, lengthPenalties, earlyStoppings, maxTokens, ends }));
  });
}

/** The model with these ends in its generation settings. */
function modelEndingAt(ends: readonly number[]): string {
  const copy = `${folder}-ends-${ends.length}-${process.pid}`;
  cpSync(folder, copy, { recursive: true });
  made.push(copy);
  writeFileSync(join(copy, 'generation_config.json'), JSON.stringify({ eos_token_id: ends }));
  return copy;
}

async function byHret(ends: readonly number[]): Promise<Generation[][]> {
  const options = parseOptions(plugin, 'modelParams', {
    ...{ modelNameOrPath: modelEndingAt(ends), chatTemplate: false, threads: 1, batchSize: 16 },
  });
  const world = testWorld({ env: process.env });
  const model = await plugin.create(options, world);
  const search = async (prompt: string, scaling: (typeof searches)[number]) => {
    const wrap = await beamSearch.create(parseOptions(beamSearch, 'scalingParams', { ...scaling, maxTokens }), world);
    const sample = { id: prompt, input: prompt, target: { kind: 'text', accepted: [] } } as const;
    return wrap(model).generate({ prompt: { text: prompt }, sample, draw: 0, signal: new AbortController().signal });
  };
  try {
    return await Promise.all(prompts.map((prompt) => Promise.all(searches.map((scaling) => search(prompt, scaling)))));
  } finally {
    await model.close?.();
  }
}

describe.each([
  ['one end token', ONE_END],
  ['many end tokens', MANY_ENDS],
])('beam search over the tokens of a local model with %s', (_, ends) => {
  it('finds the four answers that transformers finds, with the same scores, under every penalty and way of stopping', async () => {
    const [expected, found] = await Promise.all([byTransformers(ends), byHret(ends)]);
    expect(found).toHaveLength(35);
    let ended = 0;
    for (const [place, prompt] of prompts.entries()) {
      for (const [number, search] of searches.entries()) {
        const theirs = expected[place]?.[number] as Search;
        const answer = found[place]?.[number];
        const ours = answer?.metadata?.beamSearch as unknown as Search & { finishes: readonly string[] };
        const where = JSON.stringify({ prompt, ...search });
        expect(answer?.candidates, where).toEqual(theirs.texts);
        expect(answer?.text, where).toBe(theirs.texts[0]);
        expect(ours.tokens, where).toEqual(theirs.tokens);
        for (const [rank, score] of theirs.scores.entries())
          expect(Math.abs((ours.scores[rank] ?? Number.NaN) - score), where).toBeLessThan(1e-3);
        ended += ours.finishes.filter((finish) => finish === 'stop').length;
      }
    }
    // A search in which nothing ends early would show little.
    if (ends === MANY_ENDS) expect(ended).toBeGreaterThan(500);
  });
});
