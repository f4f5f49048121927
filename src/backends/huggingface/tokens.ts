import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HretError } from '../../errors.js';
import { delimited, divided } from '../ranked-text.js';
import type { Tokenizer } from './library.js';
import type { EngineSettings } from './settings.js';

/** Tokens of one text, and the place from which they are scored. */
export interface ScoredTokens {
  readonly ids: readonly number[];
  /** The first token whose probability counts; at least 1. */
  readonly start: number;
}

/**
 * Turns prompts and their continuations into tokens.
 *
 * Options are scored after the rule of lm-eval (`TemplateLM._encode_pair` of lm-evaluation-harness): the whole text is encoded
 * once, and the tokens after those of the prompt count. Where the tokens of the prompt change with what follows, that rule
 * would compare probabilities of different texts, so all options are scored from the first token that changes in any of them.
 */
export interface Encoder {
  readonly hasChatTemplate: boolean;
  prompt(text: string): readonly number[];
  /** One list of tokens for each continuation, in order. */
  continuations(prompt: string, continuations: readonly string[]): readonly ScoredTokens[];
  /** The answer as it would follow the prompt, without a space between them. */
  answer(prompt: string, answer: string): ScoredTokens;
  decode(ids: readonly number[]): string;
}

type Settings = Pick<EngineSettings, 'folder' | 'chatTemplate' | 'chatTemplateParams' | 'systemMessage' | 'compat'>;

/** Reads the chat template and finds out which tokens the tokenizer puts in front of a text. */
export async function createEncoder(tokenizer: Tokenizer, settings: Settings): Promise<Encoder> {
  const template = await templateOf(tokenizer, settings);
  const render = template === undefined ? rawText(settings) : chatText(tokenizer, template, settings);
  const front = frontOf(tokenizer);
  const start = front.length > 0 || template !== undefined ? [] : firstOf(tokenizer);
  const encode = (text: string) => {
    const ids = tokenizer(text, { add_special_tokens: false, return_tensor: false }).input_ids;
    return template === undefined ? [...front, ...ids] : ids;
  };
  // A text without tokens in front of it has nothing the first token could be predicted from.
  const scored = (ids: readonly number[], from: number): ScoredTokens => {
    if (from > 0) return { ids, start: from };
    if (start.length === 0) throw noFirstToken();
    return { ids: [...start, ...ids], start: start.length };
  };
  const isTemplated = template !== undefined;
  const pairs = (text: string, context: string, rests: readonly string[]) => {
    const whole = rests.map((rest) => encode(text + rest));
    const before = encode(context);
    const from =
      settings.compat === 'hret'
        ? before.length
        : Math.min(before.length, ...whole.map((ids) => commonLength(before, ids)));
    return whole.map((ids) => scored(ids, from));
  };

  return {
    hasChatTemplate: isTemplated,
    prompt(text) {
      const ids = encode(render(text));
      if (ids.length > 0) return ids;
      if (start.length === 0) throw noFirstToken();
      return start;
    },
    continuations(prompt, continuations) {
      const text = render(prompt);
      const { context } = settings.compat === 'hret' ? { context: text } : divided(text, '');
      return pairs(
        text,
        context,
        continuations.map((continuation) => delimited(continuation, { isTemplated })),
      );
    },
    answer(prompt, answer) {
      const text = render(prompt);
      return pairs(text, text, [answer])[0] as ScoredTokens;
    },
    // The library refuses to decode nothing.
    decode: (ids) => (ids.length === 0 ? '' : tokenizer.decode(ids, { skip_special_tokens: true })),
  };
}

/** Newer models keep the template in a file of its own, which the library does not read. */
async function templateOf(tokenizer: Tokenizer, settings: Settings): Promise<unknown> {
  if (settings.chatTemplate === false || settings.compat === 'hret') return undefined;
  const found =
    tokenizer.chat_template ??
    (await readFile(join(settings.folder, 'chat_template.jinja'), 'utf8').catch(() => undefined));
  if (found !== undefined || settings.chatTemplate === undefined) return found;
  throw new HretError(
    'usage',
    'modelParams.chatTemplate is true, but the model has no chat template. Leave it out, or set it to false: prompts are then sent as raw text.',
    { stopsRun: true },
  );
}

function rawText({ systemMessage }: Settings): (prompt: string) => string {
  return systemMessage === undefined ? (prompt) => prompt : (prompt) => `${systemMessage}\n\n${prompt}`;
}

function chatText(tokenizer: Tokenizer, template: unknown, settings: Settings): (prompt: string) => string {
  const { systemMessage, chatTemplateParams } = settings;
  const own = typeof template === 'string' ? { chat_template: template } : {};
  const options = { ...chatTemplateParams, ...own, add_generation_prompt: true, tokenize: false };
  return (prompt) => {
    const question = { role: 'user', content: prompt } as const;
    const messages =
      systemMessage === undefined ? [question] : [{ role: 'system', content: systemMessage } as const, question];
    return tokenizer.apply_chat_template(messages, options);
  };
}

/** The special tokens in front of every text, such as begin-of-text; those behind it would end the text before its continuation. */
function frontOf(tokenizer: Tokenizer): readonly number[] {
  const bare = tokenizer('a', { add_special_tokens: false, return_tensor: false }).input_ids;
  const dressed = tokenizer('a', { add_special_tokens: true, return_tensor: false }).input_ids;
  const place = dressed.findIndex((_, at) => bare.every((id, offset) => dressed[at + offset] === id));
  return place <= 0 ? [] : dressed.slice(0, place);
}

/** What a text without any tokens before it begins with, as in lm-eval: begin-of-text, or else end-of-text. */
function firstOf({ bos_token_id, eos_token_id }: Tokenizer): readonly number[] {
  const first = bos_token_id ?? eos_token_id;
  return first === undefined ? [] : [first];
}

function noFirstToken(): HretError {
  return new HretError('data', 'The prompt is empty, and the model has no begin-of-text token to go on from.');
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}
