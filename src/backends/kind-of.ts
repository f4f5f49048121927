/** What a value is, in words for a message: `a number`, `null`, `an array`, `an object with keys a, b`. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return 'an array';
  if (typeof value !== 'object') return `a ${typeof value}`;
  const keys = Object.keys(value);
  const maker: unknown = Object.getPrototypeOf(value)?.constructor;
  if (typeof maker === 'function' && maker !== Object) return `an object of class ${maker.name}`;
  return keys.length === 0 ? 'an empty object' : `an object with keys ${keys.slice(0, 5).join(', ')}`;
}
