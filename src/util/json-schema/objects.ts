import { type Check, type Compile, inside, isRecord, listAt, numberAt, problem, recordAt } from './check.js';
import { regexOf } from './values.js';

type Keys = Readonly<Record<string, unknown>>;
type ObjectCheck = (object: Keys, path: string) => string | undefined;

/** The keywords about objects. They say nothing about anything else. */
export function objectChecks(schema: Keys, compile: Compile): Check[] {
  const checks = [...required(schema), ...sizes(schema), members(schema, compile), ...dependents(schema, compile)];
  return checks.map(
    (check): Check =>
      (value, path) =>
        isRecord(value) ? check(value, path) : undefined,
  );
}

function required(schema: Keys): ObjectCheck[] {
  const names = listAt(schema, 'required')?.map(String) ?? [];
  return names.map(
    (name) => (object, path) => (Object.hasOwn(object, name) ? undefined : problem(inside(path, name), 'is missing')),
  );
}

function sizes(schema: Keys): ObjectCheck[] {
  const [least, most] = [numberAt(schema, 'minProperties') ?? 0, numberAt(schema, 'maxProperties')];
  return [
    (object, path) => {
      const count = Object.keys(object).length;
      if (count < least) return problem(path, `expected ${least} properties or more`);
      return most !== undefined && count > most ? problem(path, `expected ${most} properties or fewer`) : undefined;
    },
  ];
}

/** `properties`, `patternProperties`, `additionalProperties` and `propertyNames`. */
function members(schema: Keys, compile: Compile): ObjectCheck {
  const named = new Map(entriesOf(schema, 'properties').map(([name, own]) => [name, compile(own, 'properties')]));
  const matched = entriesOf(schema, 'patternProperties').map(
    ([pattern, own]) => [regexOf(pattern), compile(own, 'patternProperties')] as const,
  );
  const others =
    schema.additionalProperties === undefined
      ? undefined
      : compile(schema.additionalProperties, 'additionalProperties');
  const names = schema.propertyNames === undefined ? undefined : compile(schema.propertyNames, 'propertyNames');
  return (object, path) => {
    for (const [name, value] of Object.entries(object)) {
      const own = [named.get(name), ...matched.flatMap(([pattern, check]) => (pattern.test(name) ? [check] : []))];
      const known = own.filter((check) => check !== undefined);
      const checks = known.length === 0 && others !== undefined ? [others] : known;
      const at = inside(path, name);
      const found = names?.(name, at) ?? checks.map((check) => check(value, at)).find((said) => said !== undefined);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** `dependentRequired` and `dependentSchemas`, which were `dependencies` before 2019. */
function dependents(schema: Keys, compile: Compile): ObjectCheck[] {
  const all = ['dependentRequired', 'dependentSchemas', 'dependencies'].flatMap((keyword) =>
    entriesOf(schema, keyword),
  );
  return all.map(([name, needs]) => {
    const check = compile(Array.isArray(needs) ? { required: needs } : needs, 'dependentSchemas');
    return (object, path) => (Object.hasOwn(object, name) ? check(object, path) : undefined);
  });
}

function entriesOf(schema: Keys, keyword: string): [string, unknown][] {
  return Object.entries(recordAt(schema, keyword) ?? {});
}
