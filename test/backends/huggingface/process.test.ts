import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Model, ModelPlugin, ModelRequest } from '../../../src/index.js';
import { testWorld } from '../../../src/testing/index.js';
import { buildDist, root } from '../../build-dist.js';
import { questionFor } from '../../contracts/model.js';

// The built package beside a stand-in for the library: the process of the model finds it as it would find the real one.
const place = join(root, 'build', `huggingface-${process.pid}`);
let parseOptions: typeof import('../../../src/core/plugin-options.js').parseOptions;

beforeAll(async () => {
  await buildDist();
  cpSync(join(root, 'dist'), join(place, 'dist'), { recursive: true });
  const library = join(place, 'node_modules/@huggingface/transformers');
  mkdirSync(library, { recursive: true });
  writeFileSync(join(library, 'package.json'), '{"name":"@huggingface/transformers","exports":"./index.mjs"}');
  cpSync(fileURLToPath(new URL('fake-package.mjs', import.meta.url)), join(library, 'index.mjs'));
  for (const name of ['model', 'broken']) {
    mkdirSync(join(place, name, 'onnx'), { recursive: true });
    for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'])
      writeFileSync(join(place, name, file), '{}');
  }
  ({ parseOptions } = await import(join(place, 'dist/core/plugin-options.js')));
});
afterAll(() => rm(place, { recursive: true, force: true }));

async function withModel<Made>(
  backend: string,
  params: Readonly<Record<string, unknown>>,
  use: (model: Model) => Promise<Made>,
  request: Partial<ModelRequest> = {},
): Promise<Made> {
  const { plugin } = (await import(join(place, `dist/backends/${backend}.js`))) as { plugin: ModelPlugin<object> };
  const options = parseOptions(plugin, 'modelParams', { modelNameOrPath: './model', ...params });
  const model = await plugin.create(options, { ...testWorld({ cwd: place, env: process.env }), ...request });
  try {
    return await use(model);
  } finally {
    await model.close?.();
  }
}

describe('the process of a local model', () => {
  it('answers, many at once, under the name of its folder', async () => {
    await withModel('huggingface', { maxNewTokens: 20 }, async (model) => {
      expect(model.id).toBe('huggingface/model');
      const prompts = Array.from({ length: 20 }, (_, n) => `질문 ${n}`);
      const answers = await Promise.all(prompts.map((prompt) => model.generate(questionFor(prompt))));
      expect(answers.map(({ text }) => text)).toEqual(prompts.map((prompt) => `20|${prompt}`));
    });
  });

  it('is let go at once by whoever gives up, and answers the others', async () => {
    await withModel('huggingface', { maxNewTokens: 100_000 }, async (model) => {
      const controller = new AbortController();
      const reason = new Error('enough');
      const endless = model.generate(questionFor('x'.repeat(200), controller.signal));
      const other = model.generate(questionFor('짧은 질문'));
      controller.abort(reason);
      await expect(endless).rejects.toBe(reason);
      expect((await other).text).toBe('100000|짧은 질문');
    });
  });

  it('stops the run when the model cannot be loaded', async () => {
    await withModel('huggingface', { modelNameOrPath: './broken' }, async (model) => {
      for (const prompt of ['하나', '둘'])
        await expect(model.generate(questionFor(prompt))).rejects.toMatchObject({
          code: 'model',
          stopsRun: true,
          message: expect.stringContaining('cannot be loaded: the graph is damaged'),
        });
    });
  });

  it('may crash: every question in flight and every later one says how, and the run stops', async () => {
    await withModel('huggingface', {}, async (model) => {
      const errors = await Promise.all(
        ['하나', 'crash', '셋'].map((prompt) => model.generate(questionFor(prompt)).catch((error: unknown) => error)),
      );
      for (const error of errors)
        expect(error).toMatchObject({
          stopsRun: true,
          message: expect.stringMatching(/ended \(exit code 3\).*It said: native code went wrong/s),
        });
      await expect(model.generate(questionFor('넷'))).rejects.toMatchObject({ stopsRun: true });
    });
  });

  it('is not even begun when nothing is asked', async () => {
    await withModel('huggingface', { modelNameOrPath: './broken' }, async () => {});
  });
});

describe('huggingface_judge', () => {
  const judged = (params: Readonly<Record<string, unknown>>, request: Partial<ModelRequest> = {}) =>
    withModel('huggingface-judge', params, async (model) => (await model.generate(questionFor('판정'))).text, request);

  it('answers in up to 1,024 tokens unless told otherwise', async () => {
    expect(await judged({})).toBe('1024|판정');
    expect(await judged({ maxTokens: 30 })).toBe('30|판정');
  });

  it('has 64 tokens, asks for a format and repeats the prompt under compat: hret, and does not rank options', async () => {
    const prompt =
      '판정\n\nPlease provide your evaluation in the following format:\nFeedback: [your detailed feedback] [RESULT] [score between 1-5]';
    expect(await judged({ maxNewTokens: 300, temperature: 0 }, { compat: 'hret' })).toBe(`${prompt}300|${prompt}`);
    expect(await judged({ temperature: 0 }, { compat: 'hret' })).toBe(`${prompt}${`64|${prompt}`.slice(0, 64)}`);
  });
});
