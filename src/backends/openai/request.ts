import type { GenerateRequest, Prompt } from '../../core/model.js';
import { HretError } from '../../errors.js';
import { imageUrl } from '../image-url.js';
import { alternativesOf, type OpenaiOptions } from './options.js';
import { nameOf, parameterFields } from './parameters.js';
import { flattened } from './response-format.js';
import type { Api, Server } from './server.js';

export type Body = Readonly<Record<string, unknown>>;
export type BodyMaker = (request: GenerateRequest) => Body | Promise<Body>;

/** Where a request goes and what all requests share. */
export interface Asking {
  readonly options: OpenaiOptions;
  readonly api: Api;
  readonly server: Server;
  /** As the service knows it. */
  readonly model: string;
  /** Relative paths of images begin there. */
  readonly cwd: string;
  /** Fields that depend on the sample. */
  readonly fieldsFor?: ((request: GenerateRequest) => Body) | undefined;
}

/** Turns requests into bodies for one of the three calls. What all bodies share is made once, and copied whole for each. */
export function bodyMaker(asking: Asking): BodyMaker {
  const { options, api, server, model, fieldsFor } = asking;
  const { seed } = options;
  const shared = { model, ...fixedPart(asking) };
  const make = sampledAt(asking, MAKERS[api](asking, shared));
  const withFields = fieldsFor === undefined ? make : extended(make, fieldsFor);
  if (seed === undefined) return withFields;
  const field = nameOf('seed', api, server) ?? 'seed';
  return extended(withFields, ({ draw }) => (draw === 0 ? {} : { [field]: seed + draw }));
}

/** Whether prompts can be sampled at a temperature of theirs: not where the model or the server takes none. */
export function heedsTemperature({ options, api, server }: Asking): boolean {
  const { temperature, extraBody = {} } = options;
  return temperature !== null && !('temperature' in extraBody) && nameOf('temperature', api, server) !== undefined;
}

function sampledAt(asking: Asking, make: BodyMaker): BodyMaker {
  if (!heedsTemperature(asking)) return make;
  const field = nameOf('temperature', asking.api, asking.server) ?? 'temperature';
  const sampled = extended(make, ({ prompt }) => ({ [field]: prompt.temperature }));
  return (request) => (request.prompt.temperature === undefined ? make(request) : sampled(request));
}

/** What every prompt of a completion begins with. */
export function promptStart({ systemMessage }: OpenaiOptions): string {
  return systemMessage === undefined ? '' : `${systemMessage}\n\n`;
}

/** The messages of a chat: system message, the conversation so far, and the question. */
export function messagesFor(
  { systemMessage }: Pick<OpenaiOptions, 'systemMessage'>,
  content: unknown,
  { earlier = [], system = systemMessage }: Pick<Prompt, 'earlier' | 'system'> = {},
): unknown[] {
  return [
    ...(system === undefined ? [] : [{ role: 'system', content: system }]),
    ...earlier.flatMap(({ question, answer }) => [
      { role: 'user', content: question },
      { role: 'assistant', content: answer },
    ]),
    { role: 'user', content },
  ];
}

const MAKERS: Readonly<Record<Api, (asking: Asking, shared: Body) => BodyMaker>> = {
  chat({ options, cwd }, shared) {
    const body = (content: unknown, prompt: Prompt) => ({ ...shared, messages: messagesFor(options, content, prompt) });
    return (request) => {
      const { prompt } = request;
      if (!hasImages(request)) return body(prompt.text, prompt);
      return imagesOf(request, options, cwd).then((urls) => body([...textPart('text', prompt.text), ...urls], prompt));
    };
  },
  completions({ options }, shared) {
    const start = promptStart(options);
    return (request) => {
      if (hasImages(request)) throw noImages();
      if (request.prompt.earlier !== undefined || request.prompt.system !== undefined) throw noConversation();
      return { ...shared, prompt: start + request.prompt.text };
    };
  },
  responses({ options, cwd }, shared) {
    const all = options.systemMessage === undefined ? shared : { ...shared, instructions: options.systemMessage };
    return (request) => {
      const { text, earlier, system } = request.prompt;
      const own = system === undefined ? all : { ...all, instructions: system };
      if (earlier !== undefined) {
        if (hasImages(request)) throw noImagesInConversation();
        return { ...own, input: messagesFor({ systemMessage: undefined }, text, { earlier }) };
      }
      if (!hasImages(request)) return { ...own, input: text };
      return imagesOf(request, options, cwd).then((images) => {
        const urls = images.map(({ image_url: { url, ...detail } }) => ({
          type: 'input_image',
          image_url: url,
          ...detail,
        }));
        return { ...own, input: [{ role: 'user', content: [...textPart('input_text', text), ...urls] }] };
      });
    };
  },
};

/** A question may be nothing but its images, and services refuse a part without text. */
function textPart(type: string, text: string): readonly object[] {
  return text === '' ? [] : [{ type, text }];
}

function extended(make: BodyMaker, fieldsFor: (request: GenerateRequest) => Body): BodyMaker {
  return (request) => {
    const body = make(request);
    const fields = fieldsFor(request);
    return body instanceof Promise ? body.then((made) => ({ ...made, ...fields })) : { ...body, ...fields };
  };
}

function fixedPart({ options, api, server, model }: Asking): Body {
  const { responseFormat: format, extraBody, stream } = options;
  const responseFormat = format && (api === 'responses' ? flattened(format) : format.sent);
  return {
    ...parameterFields({ ...options, responseFormat } as OpenaiOptions, api, server, model),
    ...logprobFields(options, api),
    ...(stream === true && { stream: true, ...(api !== 'responses' && { stream_options: { include_usage: true } }) }),
    ...extraBody,
  };
}

/** Each API asks for log-probabilities in its own way; the older one names the number of alternatives only. */
function logprobFields(options: OpenaiOptions, api: Api): Body {
  const alternatives = alternativesOf(options);
  if (alternatives === undefined) return {};
  if (api === 'completions') return { logprobs: alternatives };
  const top = alternatives > 0 && { top_logprobs: alternatives };
  return api === 'chat' ? { logprobs: true, ...top } : { include: ['message.output_text.logprobs'], ...top };
}

interface ImagePart {
  readonly type: 'image_url';
  readonly image_url: { readonly url: string; readonly detail?: string };
}

function hasImages({ prompt: { images } }: GenerateRequest): boolean {
  return images !== undefined && images.length > 0;
}

/** In their order. An image that cannot be read fails the sample: without it, it is another question. */
async function imagesOf(
  { prompt, sample }: GenerateRequest,
  { imageDetail: detail, maxImageBytes }: OpenaiOptions,
  cwd: string,
): Promise<ImagePart[]> {
  try {
    const urls = await Promise.all((prompt.images ?? []).map((image) => imageUrl(image, cwd, maxImageBytes)));
    return urls.map((url) => ({ type: 'image_url', image_url: { url, ...(detail !== undefined && { detail }) } }));
  } catch (error) {
    if (!(error instanceof HretError)) throw error;
    throw new HretError(error.code, `sample "${sample.id}": ${error.message}`, { cause: error });
  }
}

function noConversation(): HretError {
  return new HretError('usage', 'The completions API takes one text, no conversation; use api: "chat".');
}

function noImagesInConversation(): HretError {
  return new HretError('usage', 'Conversations about images are sent by api: "chat" only.');
}

function noImages(): HretError {
  return new HretError('usage', 'The completions API takes no images; use api: "chat".');
}
