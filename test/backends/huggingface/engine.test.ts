import { describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../../src/backends/huggingface/engine.js';
import { localModel } from '../../../src/backends/huggingface/local-model.js';
import type { EngineSettings } from '../../../src/backends/huggingface/settings.js';
import { fastRandom } from '../../../src/util/random.js';
import { describeModel } from '../../contracts/model.js';
import { BEGIN, END, type Fake, type FakeOptions, fakeLibrary } from './fake-library.js';

const settings: EngineSettings = {
  ...{ folder: '/nowhere', subfolder: 'onnx', fileName: 'model', dtype: 'fp32', externalData: 0, device: 'cpu' },
  ...{ batchSize: 8, maxNewTokens: 64, temperature: 0, seed: 0, stop: [], chatTemplateParams: {} },
};
const open = (library: Fake, changes: Partial<EngineSettings> = {}) => openEngine(library, { ...settings, ...changes });
const asked = () => ({ signal: new AbortController().signal });

/** Answers the prompt `p` with `답 p`, then ends. */
const echo: FakeOptions['next'] = (tokens, fake) => {
  const text = fake.textOf(tokens);
  const at = text.indexOf('답');
  const [prompt, said] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
  const next = [...`답 ${prompt}`][[...said].length];
  return fake.only(next === undefined ? END : fake.idOf(next));
};

/** Logits that depend on every token before, and on their order. */
const chaotic: FakeOptions['next'] = (tokens, fake) => {
  const random = fastRandom(tokens.reduce((hash, token) => (hash * 31 + token) % 1_000_003, 7));
  return Float32Array.from({ length: fake.vocabulary }, (_, token) => (token < 40 ? random() * 6 : -9));
};

/** What the log-probability of the tokens of `rest` after `prompt` is, straight from the definition. */
function expected(fake: Fake, prompt: string, rest: string): number {
  const tokens = [BEGIN, ...[...prompt].map(fake.idOf)];
  let sum = 0;
  for (const character of rest) {
    const logits = [...chaotic(tokens, fake)];
    const total = logits.reduce((all, logit) => all + Math.exp(logit), 0);
    sum += (logits[fake.idOf(character)] ?? 0) - Math.log(total);
    tokens.push(fake.idOf(character));
  }
  return sum;
}

describeModel('huggingface', {
  make: async () => localModel(await open(fakeLibrary({ next: echo })), { id: 'huggingface/fake' }),
  hasNoService: 'the model runs on this machine',
});

describe('answers of a local model', () => {
  const generate = (engine: Engine, prompts: readonly string[]) =>
    Promise.all(prompts.map((prompt) => engine.generate({ prompt, draw: 0 }, asked())));

  it('are the same in batches as alone, and in the order they were asked for', async () => {
    const prompts = ['가', '나다라', '마', 'abcdefgh', '바사'];
    const together = fakeLibrary({ next: chaotic });
    const alone = fakeLibrary({ next: chaotic });
    for (const fake of [together, alone]) for (const prompt of prompts) for (const one of prompt) fake.idOf(one);
    const batched = await generate(await open(together, { maxNewTokens: 12 }), prompts);
    const single = await generate(await open(alone, { maxNewTokens: 12, batchSize: 1 }), prompts);
    expect(batched).toEqual(single);
    expect(new Set(batched.map(({ text }) => text)).size).toBe(prompts.length);
    expect(together.runs.map(([rows]) => rows)).toEqual([5]);
    expect(alone.runs.map(([rows]) => rows)).toEqual([1, 1, 1, 1, 1]);
  });

  it('count their tokens and say whether they ended by themselves', async () => {
    const engine = await open(fakeLibrary({ next: echo }), { maxNewTokens: 4 });
    expect(await generate(engine, ['가', '가나다라'])).toEqual([
      { text: '답 가', finish: 'stop', usage: { inputTokens: 2, outputTokens: 4, totalTokens: 6 } },
      { text: '답 가나', finish: 'length', usage: { inputTokens: 5, outputTokens: 4, totalTokens: 9 } },
    ]);
  });

  it('may be empty', async () => {
    const engine = await open(fakeLibrary({ next: (_, fake) => fake.only(END) }));
    expect(await generate(engine, ['가'])).toMatchObject([{ text: '', finish: 'stop' }]);
  });

  it('end before a stop text, wherever it comes, and not at one in the prompt', async () => {
    const library = fakeLibrary({ next: echo });
    const engine = await open(library, { stop: ['끝', '\n\n'] });
    const answers = await generate(engine, ['끝 하나 끝 둘', '첫째\n\n둘째', '하나']);
    expect(answers.map(({ text, finish }) => [text, finish])).toEqual([
      ['답 ', 'stop'],
      ['답 첫째', 'stop'],
      ['답 하나', 'stop'],
    ]);
    expect(answers[0]?.usage.outputTokens).toBe(3);
  });

  it.each<[string, Partial<FakeOptions>]>([
    ['is not told positions', { inputNames: ['input_ids', 'attention_mask'] }],
    ['keeps a state', { inputNames: ['input_ids', 'attention_mask', 'position_ids', 'past_conv.0'] }],
    ['punishes repetition', { generationConfig: { eos_token_id: END, repetition_penalty: 1.1 } }],
  ])('share a batch only with prompts of the same length when the model %s', async (_, options) => {
    const library = fakeLibrary({ next: echo, ...options });
    const answers = await generate(await open(library), ['가나', '다', '라마', '바']);
    expect(answers.map(({ text }) => text)).toEqual(['답 가나', '답 다', '답 라마', '답 바']);
    expect(library.runs).toEqual([
      [2, 3],
      [2, 2],
    ]);
  });

  it('are drawn by seed, draw and prompt alone', async () => {
    const drawn = async (changes: Partial<EngineSettings>, draws: readonly number[]) => {
      const library = fakeLibrary({ next: chaotic });
      for (const one of '질문 하나') library.idOf(one);
      const engine = await open(library, { temperature: 1, maxNewTokens: 10, ...changes });
      const all = await Promise.all(draws.map((draw) => engine.generate({ prompt: '질문 하나', draw }, asked())));
      return all.map(({ text }) => text);
    };
    const once = await drawn({}, [0, 1, 2]);
    expect(new Set(once).size).toBe(3);
    expect((await drawn({ batchSize: 1 }, [2, 1, 0])).reverse()).toEqual(once);
    expect(await drawn({ seed: 1 }, [0, 1, 2])).not.toEqual(once);
    expect(new Set(await drawn({ topK: 1 }, [0, 1, 2])).size).toBe(1);
  });

  it('stop between tokens when nobody waits for them any more', async () => {
    let steps = 0;
    const controller = new AbortController();
    const next: FakeOptions['next'] = (_, fake) => {
      steps += 1;
      if (steps === 5) controller.abort(new Error('enough'));
      return fake.only(fake.idOf('가'));
    };
    const engine = await open(fakeLibrary({ next }), { maxNewTokens: 1000 });
    await expect(engine.generate({ prompt: '나', draw: 0 }, controller)).rejects.toThrow('enough');
    await engine.logLikelihoods({ prompt: '나', continuations: ['가'] }, asked());
    expect(steps).toBeLessThan(12);
  });

  it('of prompts that are given up while they wait are not begun', async () => {
    const library = fakeLibrary({ next: echo });
    const engine = await open(library, { batchSize: 1 });
    const controller = new AbortController();
    const first = engine.generate({ prompt: '가', draw: 0 }, asked());
    const second = engine.generate({ prompt: '나', draw: 0 }, controller);
    controller.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    expect((await first).text).toBe('답 가');
    expect(library.runs).toHaveLength(1);
  });

  it('are refused for prompts that do not fit, and cut at what fits', async () => {
    const engine = await open(fakeLibrary({ next: echo, config: { max_position_embeddings: 8 } }));
    await expect(engine.generate({ prompt: '가나다라마바사아', draw: 0 }, asked())).rejects.toMatchObject({
      code: 'model',
      stopsRun: false,
      message: expect.stringContaining('has 9 tokens, the model takes at most 7'),
    });
    expect(await engine.generate({ prompt: '가나다', draw: 0 }, asked())).toMatchObject({
      text: '답 가나',
      finish: 'length',
    });
  });
});

describe('next tokens of a local model', () => {
  /** `가` with probability 0.5, `나` 0.25, the end 0.125 and `다` 0.125. */
  const four: FakeOptions['next'] = (_, fake) => {
    const logits = new Float32Array(fake.vocabulary).fill(Number.NEGATIVE_INFINITY);
    for (const [place, token] of [fake.idOf('가'), fake.idOf('나'), END].entries()) logits[token] = -place * Math.LN2;
    logits[fake.idOf('다')] = -2 * Math.LN2;
    return logits;
  };
  const at = (key: number, logprob: number, isEnd = false) => ({ key, logprob: expect.closeTo(logprob, 6), isEnd });

  it('are the likeliest that go on, and the ends that are likelier than the last of them', async () => {
    const fake = fakeLibrary({ next: four });
    const engine = await open(fake);
    const next = (count: number) => engine.nextTokens({ prompt: '?', prefix: [], count }, asked());
    const [ga, na, da] = [...'가나다'].map(fake.idOf) as [number, number, number];
    const two = [at(ga, Math.log(1 / 2)), at(na, Math.log(1 / 4))];
    expect((await next(2)).tokens).toEqual(two);
    expect((await next(3)).tokens).toEqual([...two, at(END, Math.log(1 / 8), true), at(da, Math.log(1 / 8))]);
    expect((await next(9)).tokens).toHaveLength(4);
    expect((await next(1)).usage).toEqual({ inputTokens: 2, outputTokens: 1, totalTokens: 3 });
  });

  it('follow the tokens of the answer so far, in batches as alone', async () => {
    const questions = ['하나', '둘', '아주 긴 질문'].map((prompt, place) => ({ prompt, place }));
    const found = await Promise.all(
      [1, 16].map(async (batchSize) => {
        const fake = fakeLibrary({ next: chaotic });
        for (const character of '하나둘아주 긴질문') fake.idOf(character);
        const engine = await open(fake, { batchSize });
        const replies = await Promise.all(
          questions.map(({ prompt, place }) =>
            engine.nextTokens({ prompt, prefix: [4, 5, 6].slice(place), count: 3 }, asked()),
          ),
        );
        expect(fake.runs).toHaveLength(batchSize === 1 ? 3 : 1);
        const [first] = [...chaotic([BEGIN, ...[...'하나'].map(fake.idOf), 4, 5, 6], fake)]
          .map((logit, token) => ({ logit, token }))
          .sort((a, b) => b.logit - a.logit);
        expect(replies[0]?.tokens[0]?.key).toBe(first?.token);
        return replies;
      }),
    );
    expect(found[0]).toEqual(found[1]);
  });

  it('say which of them complete a stop text, and leave stop text and end out of the answer', async () => {
    const fake = fakeLibrary({ next: four });
    const engine = await open(fake, { stop: ['다나'] });
    const [na, da] = [fake.idOf('나'), fake.idOf('다')];
    const { tokens, text } = await engine.nextTokens({ prompt: '?', prefix: [na, da], count: 2 }, asked());
    expect(tokens.filter(({ isEnd }) => isEnd).map(({ key }) => key)).toEqual([na, END]);
    expect(text).toBe('나다');
    const textOf = async (prefix: readonly number[]) =>
      (await engine.nextTokens({ prompt: '?', prefix, count: 0 }, asked())).text;
    expect(await Promise.all([[na, da, na], [na, END], [END], []].map(textOf))).toEqual(['나', '나', '', '']);
    expect(fake.runs).toHaveLength(1);
  });

  it("heed the repetition penalty of the model's own settings, and refuse a rule against n-grams", async () => {
    const fake = fakeLibrary({ next: four, generationConfig: { eos_token_id: END, repetition_penalty: 2 } });
    const [ga, na] = [fake.idOf('가'), fake.idOf('나')];
    const engine = await open(fake);
    const { tokens } = await engine.nextTokens({ prompt: '?', prefix: [na], count: 2 }, asked());
    expect(tokens[0]).toEqual(at(ga, Math.log(1 / 2)));
    expect(tokens.some(({ key }) => key === na)).toBe(false);
    const strict = await open(fakeLibrary({ next: four, generationConfig: { no_repeat_ngram_size: 3 } }));
    await expect(strict.nextTokens({ prompt: '?', prefix: [], count: 2 }, asked())).rejects.toMatchObject({
      stopsRun: true,
      message: expect.stringContaining('no_repeat_ngram_size'),
    });
  });

  it('are refused where prompt and answer no longer fit', async () => {
    const engine = await open(fakeLibrary({ next: four, config: { max_position_embeddings: 4 } }));
    const next = (prefix: readonly number[]) => engine.nextTokens({ prompt: '?', prefix, count: 2 }, asked());
    expect((await next([4])).tokens).not.toEqual([]);
    await expect(next([4, 4])).rejects.toThrow(/has 4 tokens, the model takes at most 3/);
  });
});

describe('log-likelihoods of a local model', () => {
  it('are the sums over the tokens after the prompt, in the order of the options, batched or not', async () => {
    for (const options of [{}, { inputNames: ['input_ids', 'attention_mask', 'position_ids', 'num_logits_to_keep'] }]) {
      for (const batchSize of [1, 3, 16]) {
        const fake = fakeLibrary({ next: chaotic, ...options });
        const engine = await open(fake, { batchSize });
        const questions = [
          { prompt: '수도는?', continuations: ['서울', '부산 광역시', '가'] },
          { prompt: '아주 긴 질문 하나는 무엇인가', continuations: ['하나', '둘'] },
        ];
        const found = await Promise.all(questions.map((question) => engine.logLikelihoods(question, asked())));
        for (const [place, { prompt, continuations }] of questions.entries())
          for (const [option, text] of continuations.entries())
            expect(found[place]?.[option]).toBeCloseTo(expected(fake, prompt, ` ${text}`), 4);
        if (batchSize === 16) expect(fake.runs).toHaveLength(1);
      }
    }
  });

  it('count white space at the end of the prompt to the option, but not under compat: hret', async () => {
    const fake = fakeLibrary({ next: chaotic });
    const question = { prompt: '정답: ', continuations: ['가'] };
    const [ours] = await (await open(fake)).logLikelihoods(question, asked());
    expect(ours).toBeCloseTo(expected(fake, '정답:', '  가'), 4);
    const [hret] = await (await open(fake, { compat: 'hret' })).logLikelihoods(question, asked());
    expect(hret).toBeCloseTo(expected(fake, '정답: ', ' 가'), 4);
  });

  it('follow the chat template without a space, when the model has one or is given one', async () => {
    const fake = fakeLibrary({ next: chaotic, chatTemplate: 'chat' });
    const question = { prompt: 'q', continuations: ['가', '나'] };
    const chat = await (await open(fake, { systemMessage: 's' })).logLikelihoods(question, asked());
    const first = [...'<system>s<user>q<chat>'].map(fake.idOf);
    const logits = [...chaotic(first, fake)];
    const total = Math.log(logits.reduce((all, logit) => all + Math.exp(logit), 0));
    expect(chat[0]).toBeCloseTo((logits[fake.idOf('가')] ?? 0) - total, 4);
    const raw = await (await open(fake, { chatTemplate: false })).logLikelihoods(question, asked());
    expect(raw[0]).toBeCloseTo(expected(fake, 'q', ' 가'), 4);
  });

  it('cannot be had with a chat template the model does not have', async () => {
    await expect(open(fakeLibrary({ next: chaotic }), { chatTemplate: true })).rejects.toMatchObject({
      code: 'usage',
      stopsRun: true,
    });
  });
});

describe('rewards of a local model', () => {
  it('are the mean log-probability of the tokens of the answer', async () => {
    const fake = fakeLibrary({ next: chaotic });
    const reward = await (await open(fake)).reward({ prompt: '질문 ', answer: '서울시' }, asked());
    expect(reward).toBeCloseTo(expected(fake, '질문 ', '서울시') / 3, 4);
  });

  it('do not exist for an empty answer', async () => {
    const engine = await open(fakeLibrary({ next: chaotic }));
    await expect(engine.reward({ prompt: '질문', answer: '' }, asked())).rejects.toThrow(/empty answer/);
  });
});

describe('a local model', () => {
  it('answers choice questions with the likeliest option under compat: hret', async () => {
    const fake = fakeLibrary({ next: chaotic });
    const model = localModel(await open(fake, { compat: 'hret' }), { id: 'fake', ranksOptions: true });
    const choices = ['가', '나', '다', '라'];
    const sums = choices.map((choice) => expected(fake, '질문', ` ${choice}`));
    const likeliest = choices[sums.indexOf(Math.max(...sums))];
    const sample = { id: '1', input: '질문', target: { kind: 'choice', choices, answer: 0 } } as const;
    const { text } = await model.generate({ prompt: { text: '질문' }, sample, draw: 0, ...asked() });
    expect(text).toBe(likeliest);
  });

  it('refuses images', async () => {
    const model = localModel(await open(fakeLibrary({ next: echo })), { id: 'fake' });
    const sample = { id: '1', input: '', target: { kind: 'text', accepted: [] } } as const;
    const prompt = { text: '질문', images: [{ url: 'data:image/png;base64,' }] };
    await expect(model.generate({ prompt, sample, draw: 0, ...asked() })).rejects.toThrow(/takes no images/);
  });

  it('gives its session back when it is closed, and is loaded without the network', async () => {
    const fake = fakeLibrary({ next: echo });
    const engine = await open(fake);
    expect(fake.env).toMatchObject({ allowRemoteModels: false, useFSCache: false });
    await engine.close();
    expect(fake.isDisposed).toBe(true);
  });

  it.each([['has an encoder', { config: { is_encoder_decoder: true } }, /has an encoder/]])(
    'that %s is refused',
    async (_, options, message) => {
      await expect(open(fakeLibrary({ next: echo, ...options }))).rejects.toThrow(message);
    },
  );
});
