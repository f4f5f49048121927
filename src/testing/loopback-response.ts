import type { Json } from '../core/json.js';
import { type Asked, fieldOf, fieldsOf, type LoopbackAnswer } from './loopback-asked.js';
import { logprobsOf } from './loopback-logprobs.js';
import { tokensOf } from './loopback-tokens.js';

/** The answer in the form of the responses API: https://platform.openai.com/docs/api-reference/responses/object, as far as it tells anything here. */
export function responseJson(answer: LoopbackAnswer, asked: Asked): Json {
  const { text = null, finish = 'stop', refusal, reasoning, toolCalls, usage } = fieldsOf(answer);
  const { input_tokens, output_tokens, total_tokens } = {
    input_tokens: asked.prompt.length,
    output_tokens: [...(text ?? '')].length,
    total_tokens: asked.prompt.length + [...(text ?? '')].length,
  };
  const logprobs = fieldOf(logprobsOf(tokensOf(text ?? '', asked.tokenize, asked.prompt), asked) ?? null, 'content');
  const part =
    refusal === undefined
      ? { type: 'output_text', text: text ?? '', annotations: [], ...(logprobs !== undefined && { logprobs }) }
      : { type: 'refusal', refusal };
  const reason = finish === 'length' ? 'max_output_tokens' : finish;
  const hasMessage = text !== null || refusal !== undefined;
  return {
    id: 'resp_loopback',
    object: 'response',
    model: asked.body.model ?? 'loopback',
    status: finish === 'stop' ? 'completed' : 'incomplete',
    error: null,
    incomplete_details: finish === 'stop' ? null : { reason },
    output: [
      ...(reasoning === undefined ? [] : [{ type: 'reasoning', summary: [{ type: 'summary_text', text: reasoning }] }]),
      ...(hasMessage ? [{ type: 'message', role: 'assistant', content: [part] }] : []),
      ...(Array.isArray(toolCalls) ? toolCalls : []),
    ],
    ...(usage !== null && { usage: usage ?? { input_tokens, output_tokens, total_tokens } }),
  };
}
