import { isRecord, type JsonSchema, SchemaError } from './check.js';

/** The schema that a reference names: by a pointer (`#/$defs/city`), an anchor, or the `$id` of a schema inside. */
export function schemaAt(root: JsonSchema, reference: string): unknown {
  const [base = '', fragment = ''] = reference.split('#', 2);
  const whole = base === '' ? root : found(root, '$id', base);
  const part = pointed(whole, reference, fragment);
  if (part === undefined)
    throw new SchemaError(`$ref "${reference}" names nothing in the schema; other documents are not read`);
  return part;
}

function pointed(whole: unknown, reference: string, fragment: string): unknown {
  if (fragment === '') return whole;
  if (!fragment.startsWith('/')) return found(whole, '$anchor', fragment) ?? found(whole, '$id', `#${fragment}`);
  let part = whole;
  for (const step of fragment.slice(1).split('/')) {
    const key = unescaped(step, reference);
    const isThere = (isRecord(part) || Array.isArray(part)) && Object.hasOwn(part, key);
    part = isThere ? (part as Readonly<Record<string, unknown>>)[key] : undefined;
  }
  return part;
}

function unescaped(step: string, reference: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch (cause) {
    throw new SchemaError(`$ref "${reference}" is no pointer`, { cause });
  }
}

/** The schema inside that has this text behind the keyword. */
function found(part: unknown, keyword: string, text: string): unknown {
  if (!isRecord(part) && !Array.isArray(part)) return undefined;
  if (isRecord(part) && part[keyword] === text) return part;
  for (const inner of Object.values(part)) {
    const schema = found(inner, keyword, text);
    if (schema !== undefined) return schema;
  }
  return undefined;
}
