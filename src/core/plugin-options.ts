import { z } from 'zod';
import { HretError } from '../errors.js';
import { camelCase } from '../util/case.js';
import { didYouMean } from '../util/did-you-mean.js';
import type { Plugin } from './plugin.js';

/** Checks a plugin's params: snake_case and camelCase alike, unknown keys and wrong types refused by name. */
export function parseOptions<Options>(
  plugin: Pick<Plugin<unknown, Options>, 'name' | 'options'>,
  where: string,
  params: Readonly<Record<string, unknown>>,
): Options {
  const parsed = plugin.options.safeParse(camelKeys(params, where));
  if (parsed.success) return parsed.data;
  const known = optionNames(plugin.options);
  throw new HretError(
    'usage',
    parsed.error.issues.map((issue) => describe(issue, where, plugin.name, known)).join('\n'),
  );
}

/** The option names of a schema, for messages and `hret list`; empty when the schema is not an object. */
export function optionNames(schema: z.ZodType): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function camelKeys(params: Readonly<Record<string, unknown>>, where: string): Record<string, unknown> {
  const camel: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(params)) {
    const name = camelCase(key);
    if (name in camel)
      throw new HretError('usage', `${where}: "${key}" and "${name}" are the same option, given twice.`);
    if (value !== undefined) camel[name] = value;
  }
  return camel;
}

function describe(issue: z.core.$ZodIssue, where: string, plugin: string, known: readonly string[]): string {
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
    return issue.keys
      .map(
        (key) =>
          `${where}: "${plugin}" has no option "${key}".${didYouMean(key, known)} Known: ${known.join(', ') || 'none'}.`,
      )
      .join('\n');
  }
  const path = [where, ...issue.path.map(String)].join('.');
  return `${path}: ${issue.message.replace(/^Invalid input: /, '')}.`;
}

export interface DescribedOption {
  readonly name: string;
  /** A word or two: `string`, `number`, `"chat" | "completions"`. */
  readonly type: string;
  readonly default?: unknown;
  /** What it is for, as its schema says. */
  readonly description?: string;
}

/** The options of a schema for people to read; empty when the schema is not an object. */
export function describeOptions(schema: z.ZodType): DescribedOption[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => {
    const facts = typeof property === 'object' ? property : {};
    return {
      name,
      type: typeOf(facts),
      ...(facts.default !== undefined && { default: facts.default }),
      ...(facts.description !== undefined && { description: facts.description }),
    };
  });
}

function typeOf({ type, enum: choices, anyOf, const: constant, items }: z.core.JSONSchema.BaseSchema): string {
  if (choices !== undefined) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  if (constant !== undefined) return JSON.stringify(constant);
  if (anyOf !== undefined) return anyOf.map((one) => (typeof one === 'object' ? typeOf(one) : 'any')).join(' | ');
  if (type === 'array' && typeof items === 'object' && !Array.isArray(items)) {
    const item = typeOf(items);
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
  }
  return typeof type === 'string' ? type : 'any';
}
