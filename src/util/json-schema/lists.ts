import { type Check, type Compile, canonical, inside, listAt, numberAt, problem } from './check.js';

/** The keywords about lists. They say nothing about anything else. */
export function listChecks(schema: Readonly<Record<string, unknown>>, compile: Compile): Check[] {
  return [...sizes(schema), ...items(schema, compile), ...contains(schema, compile)].map(
    (check): Check =>
      (value, path) =>
        Array.isArray(value) ? check(value, path) : undefined,
  );
}

type ListCheck = (list: readonly unknown[], path: string) => string | undefined;

function sizes(schema: Readonly<Record<string, unknown>>): ListCheck[] {
  const [least, most] = [numberAt(schema, 'minItems'), numberAt(schema, 'maxItems')];
  const checks: ListCheck[] = [];
  if (least !== undefined)
    checks.push((list, path) => (list.length >= least ? undefined : problem(path, `expected ${least} items or more`)));
  if (most !== undefined)
    checks.push((list, path) => (list.length <= most ? undefined : problem(path, `expected ${most} items or fewer`)));
  if (schema.uniqueItems === true)
    checks.push((list, path) =>
      new Set(list.map(canonical)).size === list.length ? undefined : problem(path, 'expected no item twice'),
    );
  return checks;
}

/** `prefixItems` and `items`; before 2020 they were `items` (a list) and `additionalItems`. */
function items(schema: Readonly<Record<string, unknown>>, compile: Compile): ListCheck[] {
  const isOld = Array.isArray(schema.items);
  const first = listAt(schema, isOld ? 'items' : 'prefixItems') ?? [];
  const rest = isOld ? schema.additionalItems : schema.items;
  const places = first.map((own) => compile(own, 'prefixItems'));
  const others = rest === undefined ? undefined : compile(rest, 'items');
  return [
    (list, path) => {
      for (const [place, item] of list.entries()) {
        const found = (places[place] ?? others)?.(item, inside(path, place));
        if (found !== undefined) return found;
      }
      return undefined;
    },
  ];
}

function contains(schema: Readonly<Record<string, unknown>>, compile: Compile): ListCheck[] {
  if (schema.contains === undefined) return [];
  const check = compile(schema.contains, 'contains');
  const least = numberAt(schema, 'minContains') ?? 1;
  const most = numberAt(schema, 'maxContains') ?? Number.POSITIVE_INFINITY;
  return [
    (list, path) => {
      const count = list.filter((item) => check(item, path) === undefined).length;
      return count >= least && count <= most
        ? undefined
        : problem(
            path,
            `expected ${most === Number.POSITIVE_INFINITY ? least : `${least} to ${most}`} items as in contains`,
          );
    },
  ];
}
