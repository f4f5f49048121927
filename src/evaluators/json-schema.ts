import { z } from 'zod';
import type { Evaluator } from '../core/evaluator.js';
import type { EvaluatorPlugin } from '../core/plugin.js';
import { HretError, messageOf } from '../errors.js';
import { type JsonSchema, type JsonSchemaCheck, jsonSchemaCheck } from '../util/json-schema.js';
import { spokenOf } from './answer-text.js';
import { timeBound } from './time-bound.js';

const options = z.strictObject({
  schema: z.record(z.string(), z.unknown()).default({}).describe('JSON Schema the answer must meet; absent: any JSON'),
  allowFence: z.boolean().default(true).describe('the JSON may stand in a ``` fence'),
});

/** Whether the answer is JSON (`is_json`) and meets a schema (`schema_valid`). The reference plays no part; an answer that the schema takes too long for is unscored. */
export const plugin: EvaluatorPlugin<z.output<typeof options>> = {
  name: 'json_schema',
  summary: 'The answer is JSON that meets a schema.',
  options,
  create({ schema, allowFence }, { warn }) {
    const problemOf = schemaFrom(schema, warn);
    const evaluator: Evaluator = {
      name: 'json_schema',
      reads: 'text',
      metrics: ['schema_valid', 'is_json'],
      score({ answer }) {
        const text = spokenOf(answer, 'json_schema');
        const written = ((allowFence ? fenced(text) : undefined) ?? text.trim()).normalize('NFC');
        const value = parsed(written);
        if (value === undefined)
          return { status: 'scored', values: { schema_valid: 0, is_json: 0 }, explanation: 'the answer is no JSON' };
        const problem = problemWith(problemOf, value.json);
        return {
          status: 'scored',
          values: { schema_valid: problem === undefined ? 1 : 0, is_json: 1 },
          extracted: written.slice(0, 2000),
          isDefinite: true,
          ...(problem !== undefined && { explanation: problem }),
        };
      },
    };
    return timeBound(evaluator, 'the schema');
  },
};

function schemaFrom(schema: JsonSchema, warn: (message: string) => void): JsonSchemaCheck {
  try {
    return jsonSchemaCheck(schema, (message) => warn(`evaluatorParams.schema: ${message}`));
  } catch (cause) {
    throw new HretError('usage', `evaluatorParams.schema is no JSON Schema that can be used: ${messageOf(cause)}`, {
      cause,
    });
  }
}

function fenced(text: string): string | undefined {
  const open = text.lastIndexOf('```', text.lastIndexOf('```') - 1);
  if (open < 0) return undefined;
  const start = text.indexOf('\n', open);
  const end = text.indexOf('```', open + 3);
  return start < 0 || start > end ? undefined : text.slice(start, end).trim();
}

function parsed(text: string): { json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function problemWith(problemOf: JsonSchemaCheck, json: unknown): string | undefined {
  try {
    return problemOf(json)?.slice(0, 500);
  } catch (error) {
    // Nested deeper than the stack.
    return messageOf(error);
  }
}
