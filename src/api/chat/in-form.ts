import { mismatch, type ResponseFormat } from '../../backends/openai/response-format.js';
import type { Generation } from '../../core/model.js';
import { HretError } from '../../errors.js';
import { ask } from './ask.js';
import type { Call } from './call.js';
import { responseFrom } from './response.js';
import { toolProblem, toolsOf } from './tools.js';
import type { ChatMessage, ModelResponse } from './types.js';

/** Asks again, with what was wrong, until the answer has the form that was asked for. */
export async function askInForm(call: Call): Promise<ModelResponse> {
  const { options, format } = call;
  const { maxReasks = 2 } = options;
  const tools = toolsOf(options.tools);
  let messages = call.messages;
  let cost: number | undefined;
  for (let reasked = 0; ; reasked++) {
    const generation = await ask(call, messages, options.signal ?? new AbortController().signal);
    cost = reasked === 0 ? generation.costUsd : sum(cost, generation.costUsd);
    const { response, problem } = checked(generation, options.model, format, tools);
    if (problem === undefined) return cost === undefined ? response : { ...response, responseCost: cost };
    if (reasked >= maxReasks) {
      const times = reasked === 0 ? 'once' : `${reasked + 1} times`;
      throw new HretError(
        'model',
        `${response.model}: asked ${times}, it answered in another form than was asked for: ${problem}.`,
      );
    }
    messages = [...messages, ...complaint(generation.text, problem)];
  }
}

function checked(
  generation: Generation,
  model: string,
  format: ResponseFormat | undefined,
  tools: ReturnType<typeof toolsOf>,
): { readonly response: ModelResponse; readonly problem?: string } {
  const response = responseFrom(generation, model);
  const called = response.choices[0]?.message.tool_calls ?? [];
  if (tools !== undefined && called.length > 0) {
    const { calls, problem } = toolProblem(called, tools);
    return problem === undefined ? { response: { ...response, toolCalls: calls } } : { response, problem };
  }
  if (format?.check === undefined || generation.finish === 'filter') return { response };
  const problem = mismatch(generation.text, format);
  if (problem !== undefined) return { response, problem };
  return { response: { ...response, parsed: format.check.parse(JSON.parse(generation.text)) } };
}

function complaint(text: string, problem: string): ChatMessage[] {
  return [
    ...(text === '' ? [] : [{ role: 'assistant' as const, content: text }]),
    {
      role: 'user',
      content: `That answer does not have the form that was asked for: ${problem}. Answer again, in that form only.`,
    },
  ];
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}
