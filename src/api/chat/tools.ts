import { z } from 'zod';
import { providerModelOf } from '../../backends/litellm/model-name.js';
import { PROVIDERS } from '../../backends/litellm/providers.js';
import type { Fields } from '../../backends/openai/translation.js';
import { HretError } from '../../errors.js';
import type { ChatTool, CompletionOptions, ToolCall } from './types.js';

export type Tools = ReadonlyMap<string, ChatTool>;

export function toolsOf(tools: readonly ChatTool[] | undefined): Tools | undefined {
  return tools === undefined ? undefined : new Map(tools.map((tool) => [tool.name, tool]));
}

/** Tools as fields of a request. https://platform.openai.com/docs/guides/function-calling */
export function toolFields(
  tools: readonly ChatTool[] | undefined,
  choice: CompletionOptions['toolChoice'],
  params: Readonly<Record<string, unknown>>,
): Fields | undefined {
  if (tools === undefined) return undefined;
  const { provider } = providerModelOf(params);
  if (provider !== undefined && (provider === 'bedrock' || PROVIDERS[provider]?.translation !== undefined)) {
    throw new HretError(
      'usage',
      `completion: tools cannot be sent to ${provider} yet. Use responseFormat, or ask the model through OpenRouter or a LiteLLM proxy.`,
    );
  }
  return {
    tools: tools.map(({ name, description, parameters }) => {
      if (typeof parameters !== 'object' || parameters === null || !('_zod' in parameters)) throw noSchema(name);
      const { $schema: _, ...schema } = z.toJSONSchema(parameters) as Record<string, unknown>;
      return {
        type: 'function',
        function: { name, ...(description !== undefined && { description }), parameters: schema },
      };
    }),
    ...(choice !== undefined && {
      tool_choice: typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } },
    }),
  };
}

function noSchema(name: string): HretError {
  return new HretError('usage', `completion: tools: the parameters of "${name}" must be a zod schema.`);
}

/** The calls with their arguments checked, or what is wrong with the first that is wrong. */
export function toolProblem(
  calls: readonly unknown[],
  tools: Tools,
): { readonly calls: ToolCall[]; readonly problem?: string } {
  const made: ToolCall[] = [];
  for (const call of calls) {
    const { id, function: called } = call as { id?: string; function?: { name?: string; arguments?: string } };
    const name = called?.name ?? '';
    const tool = tools.get(name);
    if (tool === undefined) return { calls: made, problem: `there is no function "${name}"` };
    const json = parsed(called?.arguments ?? '');
    if (json === undefined) return { calls: made, problem: `the arguments of ${name} are not JSON` };
    const checked = tool.parameters.safeParse(json.value);
    if (!checked.success) {
      const [issue] = checked.error.issues;
      return {
        calls: made,
        problem: `the arguments of ${name}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
      };
    }
    made.push({ ...(id !== undefined && { id }), name, arguments: checked.data });
  }
  return { calls: made };
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
