import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelFiles } from '../../../src/backends/huggingface/model-files.js';
import { plugin } from '../../../src/backends/huggingface.js';
import { parseOptions } from '../../../src/core/plugin-options.js';
import { testWorld } from '../../../src/testing/index.js';
import { errorOf, fakeHub, hubWorld, temporaryFolder } from '../../sources/hub-world.js';

const basics = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];

function folderWith(...paths: string[]): string {
  const folder = temporaryFolder();
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), '{}');
  }
  return folder;
}

describe('the files of a local model', () => {
  it.each([
    ['onnx/model.onnx', 'fp32', { subfolder: 'onnx', fileName: 'model', externalData: 0 }],
    ['onnx/model_q4f16.onnx', 'q4f16', { subfolder: 'onnx', fileName: 'model', externalData: 0 }],
    ['model.onnx', 'fp32', { subfolder: '', fileName: 'model', externalData: 0 }],
    [
      'onnx/decoder_model_merged_quantized.onnx',
      'q8',
      { subfolder: 'onnx', fileName: 'decoder_model_merged', externalData: 0 },
    ],
  ] as const)('are found: %s as %s', async (graph, dtype, weights) => {
    const folder = folderWith(...basics, graph);
    const { files } = await modelFiles({ name: folder, dtype }, testWorld());
    expect(files).toEqual({ folder, dtype, ...weights });
  });

  it('count the files its weights are spread over', async () => {
    const data = ['onnx/model_fp16.onnx_data', 'onnx/model_fp16.onnx_data_1', 'onnx/model.onnx_data'];
    const folder = folderWith(...basics, 'onnx/model_fp16.onnx', ...data);
    const { files } = await modelFiles({ name: folder, dtype: 'fp16' }, testWorld());
    expect(files.externalData).toBe(2);
  });

  it('that are not there are named, with what there is', async () => {
    const folder = folderWith(...basics, 'onnx/model_q4.onnx', 'onnx/model_fp16.onnx');
    const otherwise = await errorOf(modelFiles({ name: folder, dtype: 'fp32' }, testWorld()));
    expect(otherwise.message).toContain('no weights of dtype "fp32"; it has: fp16, q4. Set modelParams.dtype.');
    const torch = folderWith(...basics, 'model.safetensors');
    expect((await errorOf(modelFiles({ name: torch, dtype: 'fp32' }, testWorld()))).message).toContain(
      'has no ONNX weights (onnx/model.onnx)',
    );
    const bare = folderWith('onnx/model.onnx', 'config.json');
    expect((await errorOf(modelFiles({ name: bare, dtype: 'fp32' }, testWorld()))).message).toContain(
      'no tokenizer.json',
    );
    expect((await errorOf(modelFiles({ name: './none', dtype: 'fp32' }, testWorld({ cwd: folder })))).message).toBe(
      `There is no folder ${join(folder, 'none')}, which modelParams.modelNameOrPath names.`,
    );
  });

  it('come from the hub, only those of the precision that is asked for', async () => {
    const paths = [
      ...basics,
      'chat_template.jinja',
      'onnx/model.onnx',
      'onnx/model_q4.onnx',
      'onnx/model_q4.onnx_data',
      'README.md',
    ];
    const hub = await fakeHub({
      repos: { 'me/tiny': { files: Object.fromEntries(paths.map((path) => [path, `content of ${path}`])) } },
    });
    const { label, files } = await modelFiles({ name: 'me/tiny', dtype: 'q4' }, hubWorld(hub));
    expect(label).toBe('me/tiny');
    expect(files).toMatchObject({ subfolder: 'onnx', fileName: 'model', externalData: 1 });
    const fetched = hub.requests
      .map(({ path }) => path.split('/resolve/')[1]?.split('/').slice(1).join('/') ?? '')
      .filter((path) => path !== '');
    expect(fetched.sort()).toEqual(
      [...basics, 'chat_template.jinja', 'onnx/model_q4.onnx', 'onnx/model_q4.onnx_data'].sort(),
    );
  });
});

describe('the options of huggingface', () => {
  const create = async (params: object) =>
    plugin.create(parseOptions(plugin, 'modelParams', params as Record<string, unknown>), testWorld());

  it.each([
    [{}, /modelNameOrPath is missing/],
    [{ model_name_or_path: 'a', model_name: 'b' }, /names two models/],
    [{ model_name_or_path: 'a', do_sample: true }, /doSample is true, but the temperature is 0/],
    [{ model_name_or_path: 'a', maxNewTokens: 3, maxTokens: 4 }, /maxNewTokens is 3, but maxTokens is 4/],
    [{ model_name_or_path: 'a', dtype: 'bfloat16' }, /modelParams.dtype/],
    [{ model_name_or_path: 'a', provider: 'groq' }, /hf_inference/],
    [{ model_name_or_path: 'a', quantize: true }, /no option "quantize"/],
  ])('%o are refused', async (params, message) => {
    expect((await errorOf(create(params))).message).toMatch(message);
  });

  it('without the library say how to install it', async () => {
    expect(await errorOf(create({ modelNameOrPath: 'a', dtype: 'float16', batch_size: 'auto' }))).toMatchObject({
      code: 'missing_package',
      message: expect.stringContaining('ONNXRUNTIME_NODE_INSTALL=skip npm install @huggingface/transformers@4'),
    });
  });
});
