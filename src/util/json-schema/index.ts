import { all, type Check, type Compile, isRecord, type JsonSchema, problem, SchemaError } from './check.js';
import { combiningChecks } from './combining.js';
import { listChecks } from './lists.js';
import { objectChecks } from './objects.js';
import { schemaAt } from './references.js';
import { numberChecks, textChecks, valueChecks } from './values.js';

export { type JsonSchema, SchemaError } from './check.js';

/** What would have to be known and is not; the rest that no draft knows is a comment, as the specification says. */
const unsupported = ['unevaluatedProperties', 'unevaluatedItems', '$dynamicRef', '$recursiveRef'];

/**
 * The check of a JSON Schema, of draft 4 and later as far as they agree with 2020-12 (json-schema.org): it says what is wrong with
 * a JSON value, or `undefined`. Keywords mean what they mean without a `type` beside them. References stay inside the schema.
 * Throws `SchemaError` for a schema that cannot be used.
 */
export function jsonSchemaCheck(schema: JsonSchema): (value: unknown) => string | undefined {
  const known = new Map<unknown, Check>();
  const compile: Compile = (own, keyword) => {
    if (own === true) return () => undefined;
    if (own === false) return (_, path) => problem(path, 'nothing is allowed here');
    if (!isRecord(own)) throw new SchemaError(`${keyword} must be a schema: an object, true or false`);
    const made = known.get(own);
    if (made !== undefined) return made;
    // A schema that refers to itself finds this one.
    let check: Check | undefined;
    known.set(own, (value, path) => check?.(value, path));
    check = checkOf(own, compile, (reference) => compile(schemaAt(schema, reference), '$ref'));
    return check;
  };
  const check = compile(schema, 'the schema');
  return (value) => check(value, '');
}

function checkOf(
  schema: Readonly<Record<string, unknown>>,
  compile: Compile,
  referred: (reference: string) => Check,
): Check {
  const unknown = unsupported.find((keyword) => keyword in schema);
  if (unknown !== undefined) throw new SchemaError(`${unknown} is not supported`);
  const { $ref } = schema;
  return all([
    ...(typeof $ref === 'string' ? [referred($ref)] : []),
    ...valueChecks(schema),
    ...numberChecks(schema),
    ...textChecks(schema),
    ...listChecks(schema, compile),
    ...objectChecks(schema, compile),
    ...combiningChecks(schema, compile),
  ]);
}
