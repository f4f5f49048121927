const LONGEST = 40;

/** A value as an error message shows it: itself, cut short, and its type wherever quotes alone would not tell. */
export function showValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return showText(value);
    case 'number':
      return `${value} (a number)`;
    case 'boolean':
      return `${value} (a boolean)`;
    case 'bigint':
      return `${value} (a bigint)`;
    case 'function':
      return 'a function';
    case 'symbol':
      return 'a symbol';
    case 'undefined':
      return 'undefined';
    case 'object':
      return value === null ? 'null' : showObject(value);
  }
}

/** What a value is without showing any of it: for values that may hold secrets. */
export function nameType(value: unknown): string {
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  return showValue(value);
}

/** Whether a value is a plain object: a literal, also one from another realm, not an instance of a class. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function showText(text: string): string {
  if (text === '') return 'an empty string';
  const isMisleading = text.trim() !== '' && (!Number.isNaN(Number(text)) || /^(true|false|null)$/i.test(text));
  return `${quote(text)}${isMisleading ? ' (a string)' : ''}`;
}

function quote(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  // JSON leaves the C1 controls and the direction marks alone; a terminal does not.
  return JSON.stringify(shown).replace(
    /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function showObject(value: object): string {
  if (Array.isArray(value)) return showList(value);
  if (!isPlainObject(value)) return `an instance of ${classOf(value)}`;
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an empty object';
  return `an object with ${keys.slice(0, 3).map(quote).join(', ')}${keys.length > 3 ? ', …' : ''}`;
}

function showList(list: readonly unknown[]): string {
  if (list.length === 0) return 'an empty list';
  const isShort = list.length <= 3 && list.every((item) => typeof item !== 'object' && typeof item !== 'function');
  if (!isShort) return `a list of ${list.length}`;
  return `[${list.map((item) => (typeof item === 'string' ? quote(item) : String(item))).join(', ')}] (a list)`;
}

function classOf(value: object): string {
  const made: unknown = value.constructor;
  return typeof made === 'function' && made.name !== '' ? made.name : 'a class';
}
