import { all, type Check, type Compile, listAt, problem } from './check.js';

/** `allOf`, `anyOf`, `oneOf`, `not` and `if`. */
export function combiningChecks(schema: Readonly<Record<string, unknown>>, compile: Compile): Check[] {
  const compiled = (keyword: string) => listAt(schema, keyword)?.map((own) => compile(own, keyword));
  const checks: Check[] = [all(compiled('allOf') ?? [])];
  const any = compiled('anyOf');
  if (any !== undefined)
    checks.push((value, path) => {
      const problems = any.map((check) => check(value, path));
      return problems.includes(undefined) ? undefined : (problems[0] ?? problem(path, 'anyOf is empty'));
    });
  const one = compiled('oneOf');
  if (one !== undefined)
    checks.push((value, path) => {
      const met = one.filter((check) => check(value, path) === undefined).length;
      return met === 1 ? undefined : problem(path, `meets ${met} of the schemas in oneOf, not one`);
    });
  if (schema.not !== undefined) {
    const denied = compile(schema.not, 'not');
    checks.push((value, path) =>
      denied(value, path) === undefined ? problem(path, 'meets what "not" forbids') : undefined,
    );
  }
  if (schema.if !== undefined) checks.push(condition(schema, compile));
  return checks;
}

function condition(schema: Readonly<Record<string, unknown>>, compile: Compile): Check {
  const isMet = compile(schema.if, 'if');
  const met = schema.then === undefined ? undefined : compile(schema.then, 'then');
  const unmet = schema.else === undefined ? undefined : compile(schema.else, 'else');
  return (value, path) => (isMet(value, path) === undefined ? met : unmet)?.(value, path);
}
