import type { GenerateRequest } from '../../core/model.js';
import { HretError } from '../../errors.js';
import { imageUrl } from '../image-url.js';
import { apiOf, modelNameOf, type OpenaiOptions } from './options.js';

type Body = Readonly<Record<string, unknown>>;

/** Turns requests into bodies for one of the two calls. What all bodies share is made once, and copied whole for each. */
export function bodyMaker(options: OpenaiOptions, cwd: string): (request: GenerateRequest) => Body | Promise<Body> {
  const { seed, systemMessage } = options;
  const shared = { model: modelNameOf(options), ...fixedPart(options) };
  const seeded = (body: Body, draw: number) =>
    seed === undefined || draw === 0 ? body : { ...body, seed: seed + draw };

  if (apiOf(options) === 'completions') {
    const start = systemMessage === undefined ? '' : `${systemMessage}\n\n`;
    return ({ prompt, draw }) => {
      if (prompt.images !== undefined && prompt.images.length > 0) throw noImages();
      return seeded({ ...shared, prompt: start + prompt.text }, draw);
    };
  }
  const chat = (content: unknown, draw: number) => {
    const question = { role: 'user', content };
    const messages = systemMessage === undefined ? [question] : [{ role: 'system', content: systemMessage }, question];
    return seeded({ ...shared, messages }, draw);
  };
  return (request) => {
    const { prompt, draw } = request;
    if (prompt.images === undefined || prompt.images.length === 0) return chat(prompt.text, draw);
    return contentParts(request, cwd).then((content) => chat(content, draw));
  };
}

function fixedPart(options: OpenaiOptions): Body {
  const { temperature, extraBody } = options;
  return defined({
    temperature: temperature ?? undefined,
    max_tokens: options.maxTokens,
    max_completion_tokens: options.maxCompletionTokens,
    top_p: options.topP,
    stop: options.stop?.length === 0 ? undefined : options.stop,
    seed: options.seed,
    frequency_penalty: options.frequencyPenalty,
    presence_penalty: options.presencePenalty,
    logit_bias: options.logitBias,
    response_format: options.responseFormat,
    reasoning_effort: options.reasoningEffort,
    ...extraBody,
  });
}

function defined(body: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

/** The text, then the images in their order. An image that cannot be read fails the sample: without it, it is another question. */
async function contentParts({ prompt, sample }: GenerateRequest, cwd: string): Promise<unknown> {
  try {
    const urls = await Promise.all((prompt.images ?? []).map((image) => imageUrl(image, cwd)));
    return [{ type: 'text', text: prompt.text }, ...urls.map((url) => ({ type: 'image_url', image_url: { url } }))];
  } catch (error) {
    if (!(error instanceof HretError)) throw error;
    throw new HretError(error.code, `sample "${sample.id}": ${error.message}`, { cause: error });
  }
}

function noImages(): HretError {
  return new HretError('usage', 'The completions API takes no images; use api: "chat".');
}
