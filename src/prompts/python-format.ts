import { HretError } from '../errors.js';
import { didYouMean } from '../util/did-you-mean.js';

/** A template whose placeholders have been checked. Braces in the values are left as they are. */
export interface Template {
  /** The placeholders it uses, without repeats. */
  readonly keys: ReadonlySet<string>;
  fill(values: Readonly<Record<string, string>>): string;
}

type Part = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'key'; readonly key: string };

/**
 * Reads a template as Python's `str.format` does: `{name}` is filled in, `{{` and `}}` are braces. Anything but the
 * known keys, and everything more than a plain name inside braces, is refused. `name` is what errors call the template.
 * Where the keys are not known yet, a missing one is refused when the template is filled.
 */
export function compileTemplate(template: string, known: readonly string[] | undefined, name: string): Template {
  const parts = [...partsOf(template, name)];
  const keys = new Set(parts.flatMap((part) => (part.kind === 'key' ? [part.key] : [])));
  for (const key of keys) {
    if (known?.includes(key) === false) throw unknownKey(key, known, name);
  }
  return {
    keys,
    fill: (values) =>
      parts.map((part) => (part.kind === 'text' ? part.text : filledValue(values, part.key, name))).join(''),
  };
}

function filledValue(values: Readonly<Record<string, string>>, key: string, name: string): string {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  if (value === undefined) throw unknownKey(key, Object.keys(values), name);
  return value;
}

/** Text, a doubled brace, a placeholder, or a brace that is none of these. */
const token = /(?<text>[^{}]+)|(?<doubled>\{\{|\}\})|\{(?<field>[^{}]*)\}|(?<stray>[{}])/g;

function* partsOf(template: string, name: string): Generator<Part> {
  for (const { groups, index } of template.matchAll(token)) {
    if (groups?.text !== undefined) yield { kind: 'text', text: groups.text };
    else if (groups?.doubled !== undefined) yield { kind: 'text', text: groups.doubled.charAt(0) };
    else if (groups?.field !== undefined) yield { kind: 'key', key: plainName(groups.field, name) };
    else throw strayBrace(template, index, name);
  }
}

function plainName(field: string, name: string): string {
  const reason = refusal(field);
  if (reason === undefined) return field;
  throw new HretError('usage', `${name}: "{${field}}" ${reason} Write {{ and }} for braces that are text.`);
}

function refusal(field: string): string | undefined {
  if (field === '') return 'names nothing; placeholders have names here.';
  if (/^\d+$/.test(field)) return 'counts values; placeholders have names here.';
  if (/[!:]/.test(field)) return 'asks for a conversion or a format, which is not supported.';
  if (/[.[]/.test(field)) return 'reaches into a value, which is not supported.';
  return undefined;
}

function strayBrace(template: string, index: number, name: string): HretError {
  const brace = template.charAt(index);
  const what = brace === '{' ? 'a "{" that is never closed' : 'a single "}"';
  return new HretError(
    'usage',
    `${name}: ${what} at character ${index + 1} (${JSON.stringify(template.slice(index, index + 20))}). ` +
      `Write ${brace}${brace} for a brace that is text.`,
  );
}

function unknownKey(key: string, known: readonly string[], name: string): HretError {
  const list = known.map((one) => `{${one}}`).join(', ') || 'none';
  return new HretError('usage', `${name}: there is no value for {${key}}.${didYouMean(key, known)} Known: ${list}.`);
}
