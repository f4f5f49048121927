import { z } from 'zod';
import { HretError, messageOf } from '../../errors.js';

type Json = Record<string, unknown>;

const EXPECTED = 'expected a zod schema, a JSON schema, or { type: "json_schema" | "json_object" | "text", … }';

/** What an answer must look like, as the service is told, and how we see whether it does. */
export interface ResponseFormat {
  /** As chat takes it: `{ type: 'json_schema', json_schema: { name, schema, strict } }`, `{ type: 'json_object' }` … */
  readonly sent: Readonly<Json>;
  /** Absent where any text will do. */
  readonly check?: z.ZodType;
}

/**
 * The option `responseFormat`: a zod schema or a bare JSON schema, which are sent as a strict `json_schema`; or the field
 * `response_format` itself. https://platform.openai.com/docs/guides/structured-outputs
 */
export const responseFormat = z
  .custom<object>((value) => typeof value === 'object' && value !== null, { error: EXPECTED })
  .transform((given, context) => {
    try {
      return '_zod' in given ? fromZod(given as z.ZodType) : fromObject(given as Json);
    } catch (error) {
      context.addIssue(messageOf(error));
      return z.NEVER;
    }
  });

/** What is wrong with an answer that should be of this format; `undefined` when nothing is. */
export function mismatch(text: string, { check }: ResponseFormat): string | undefined {
  if (check === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  const parsed = check.safeParse(json);
  if (parsed.success) return undefined;
  const [issue] = parsed.error.issues;
  const path = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return path + (issue?.message ?? 'it does not fit');
}

/** The fields of `text.format`, which has no inner object. */
export function flattened({ sent }: ResponseFormat): Json {
  const { json_schema: inner, ...outer } = sent;
  return { ...outer, ...(inner as Json | undefined) };
}

function fromZod(schema: z.ZodType): ResponseFormat {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema) as Json;
  return { sent: strict(jsonSchema), check: schema };
}

function fromObject(given: Json): ResponseFormat {
  switch (given.type) {
    case 'text':
      return { sent: given };
    case 'json_object':
      return { sent: given, check: z.record(z.string(), z.unknown()) };
    case 'json_schema':
      return { sent: given, check: checkFor((given.json_schema as Json | undefined)?.schema) };
    default:
      if (!['type', 'properties', '$ref', '$schema', 'anyOf', 'enum'].some((key) => key in given))
        throw unknownFormat();
      // Formats that some server has of its own (`grammar`, `regex`) name no type of JSON.
      return typeof given.type === 'string' && !JSON_TYPES.has(given.type)
        ? { sent: given }
        : { sent: strict(given), check: checkFor(given) };
  }
}

const JSON_TYPES = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);

function strict(schema: Json): Json {
  return { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } };
}

function checkFor(schema: unknown): z.ZodType {
  if (typeof schema !== 'object' || schema === null) {
    throw new HretError('usage', 'its json_schema has no schema; expected { name, schema, strict }');
  }
  try {
    return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  } catch (cause) {
    throw new HretError('usage', `its JSON schema cannot be read: ${messageOf(cause)}`, { cause });
  }
}

function unknownFormat(): HretError {
  return new HretError('usage', EXPECTED);
}
