import { z } from 'zod';
import { HretError } from '../../errors.js';
import { DTYPES, type Dtype } from './model-files.js';

/** Names of PyTorch for the same. */
const TORCH_DTYPES = { float32: 'fp32', float16: 'fp16', auto: 'fp32' } as const satisfies Record<string, Dtype>;

/** The options of local models. */
export const huggingfaceOptions = z.strictObject({
  modelNameOrPath: z.string().min(1).optional().describe('a folder with ONNX weights, or the name of a hub model'),
  modelName: z.string().min(1).optional().describe('the same as modelNameOrPath'),
  revision: z.string().min(1).optional().describe('branch, tag or commit on the hub (default main)'),
  token: z.string().min(1).optional().describe('hub token (default HF_TOKEN)'),
  dtype: z
    .enum([...DTYPES, ...(Object.keys(TORCH_DTYPES) as (keyof typeof TORCH_DTYPES)[])])
    .default('fp32')
    .describe('precision of the weights; they must exist in it'),
  device: z.enum(['cpu', 'auto', 'gpu', 'cuda', 'dml', 'coreml', 'webgpu']).default('cpu'),
  threads: z.int().positive().optional().describe('threads of the CPU (default: one for each core)'),
  batchSize: z
    .union([z.int().positive(), z.literal('auto').transform(() => 8)])
    .default(8)
    .describe('prompts, or options of questions, that run at once'),
  maxNewTokens: z.int().positive().optional().describe('longest answer in tokens (default 512)'),
  maxTokens: z.int().positive().optional().describe('the same as maxNewTokens'),
  temperature: z.number().min(0).default(0).describe('0: always the likeliest token'),
  topP: z.number().gt(0).max(1).optional(),
  topK: z.int().min(0).optional().describe('0: all tokens'),
  doSample: z.boolean().optional().describe('not needed: false is temperature 0'),
  seed: z.int().default(0).describe('of the draws when the temperature is above 0; the same seed, the same answers'),
  stop: z.union([z.string().min(1), z.array(z.string().min(1))]).default([]),
  chatTemplate: z
    .boolean()
    .optional()
    .describe("put prompts into the model's chat template (default: when it has one); false: raw text"),
  chatTemplateParams: z
    .record(z.string(), z.json())
    .default({})
    .describe('for the chat template, for example { enable_thinking: false }'),
  systemMessage: z.string().optional().describe('put before every prompt'),
  provider: z
    .never({ error: 'models of inference providers are asked by model: "hf_inference" with the same provider' })
    .optional(),
});
export type HuggingfaceOptions = z.output<typeof huggingfaceOptions>;

/** `modelNameOrPath`, or `modelName`, which is the same. */
export function modelOf({ modelNameOrPath, modelName }: HuggingfaceOptions): string {
  if (modelNameOrPath !== undefined && modelName !== undefined && modelNameOrPath !== modelName) {
    throw new HretError(
      'usage',
      `modelParams names two models: modelNameOrPath "${modelNameOrPath}" and modelName "${modelName}".`,
    );
  }
  const name = modelNameOrPath ?? modelName;
  if (name !== undefined) return name;
  throw new HretError(
    'usage',
    'modelParams.modelNameOrPath is missing: name a folder with ONNX weights, or a hub model such as "onnx-community/Qwen3-0.6B-ONNX".',
  );
}

export function dtypeOf({ dtype }: HuggingfaceOptions): Dtype {
  return dtype in TORCH_DTYPES ? TORCH_DTYPES[dtype as keyof typeof TORCH_DTYPES] : (dtype as Dtype);
}

/** The ancestor's 512 unless said otherwise. */
export function maxNewTokensOf({ maxNewTokens, maxTokens }: HuggingfaceOptions): number {
  if (maxNewTokens !== undefined && maxTokens !== undefined && maxNewTokens !== maxTokens) {
    throw new HretError('usage', `modelParams.maxNewTokens is ${maxNewTokens}, but maxTokens is ${maxTokens}.`);
  }
  return maxNewTokens ?? maxTokens ?? 512;
}

/** The temperature, 0 for always the likeliest token. */
export function temperatureOf({ temperature, doSample }: HuggingfaceOptions): number {
  if (doSample === true && temperature === 0) {
    throw new HretError(
      'usage',
      'modelParams.doSample is true, but the temperature is 0: set it above 0, or leave doSample out.',
    );
  }
  return doSample === false ? 0 : temperature;
}
