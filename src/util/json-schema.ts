import { Ajv, type ErrorObject, type Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Says what is wrong with a JSON value, and where; `undefined` when it meets the schema. */
export type JsonSchemaCheck = (value: unknown) => string | undefined;

/**
 * The check of a JSON Schema, by the draft that its `$schema` names. Without one it is of 2020-12, or of draft 7 where only that
 * reads it (`items` as a list). References stay inside the schema. `warn` is told of keywords that play no part, since no draft
 * knows them. Throws for a schema that cannot be used.
 */
export function jsonSchemaCheck(schema: JsonSchema, warn: (message: string) => void): JsonSchemaCheck {
  const { $schema, ...rules } = schema;
  const ajv = $schema === undefined ? readerOf(rules, warn) : named(String($schema), warn);
  const isMet = ajv.compile(rules);
  return (value) => (isMet(value) ? undefined : problemIn(isMet.errors?.[0]));
}

type Warn = (message: string) => void;

const drafts = {
  'draft-07': (options: Options) => new Ajv(options),
  '2019-09': (options: Options) => new Ajv2019(options),
  '2020-12': (options: Options) => new Ajv2020(options),
} as const;

function reader(draft: keyof typeof drafts, warn: Warn): Ajv {
  const say = (message: string) => warn(message.replace(/^strict mode: /, ''));
  const ajv = drafts[draft]({
    ...{ strictSchema: 'log', strictTypes: false, strictTuples: false, strictRequired: false },
    logger: { log: say, warn: say, error: say },
    // Decimals have no exact form: 0.3 is a multiple of 0.1.
    multipleOfPrecision: 9,
    ownProperties: true,
    code: { regExp: Object.assign(regex, { code: 'new RegExp' }) },
  });
  addFormats.default(ajv);
  // It is followed, and yet told of as unknown.
  ajv.addKeyword('$anchor');
  return ajv;
}

/** A pattern as ECMAScript reads it with Unicode; one that only reads without (`[\\w-.]`) is taken so. */
function regex(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return new RegExp(pattern);
  }
}

function named($schema: string, warn: Warn): Ajv {
  const draft = (['draft-07', '2019-09', '2020-12'] as const).find((name) => $schema.includes(`/${name}/schema`));
  if (draft !== undefined) return reader(draft, warn);
  throw new Error(`"$schema" is "${$schema}"; known are draft 7, 2019-09 and 2020-12`);
}

function readerOf(rules: JsonSchema, warn: Warn): Ajv {
  const newest = reader('2020-12', warn);
  if (newest.validateSchema(rules) === true) return newest;
  const older = reader('draft-07', warn);
  return older.validateSchema(rules) === true ? older : newest;
}

function problemIn(error: ErrorObject | undefined): string {
  const { instancePath = '', message = 'does not meet the schema', params } = error ?? {};
  const place = instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  const extra = params?.additionalProperty ?? params?.unevaluatedProperty;
  return `${place || 'the answer'}: ${message}${extra === undefined ? '' : `: ${JSON.stringify(extra)}`}`;
}
