const SECRET_NAME = /auth|key|token|secret|passw|cookie|signature|^sig$|^code$/i;
const SHORTEST = 4;

/** Whether the value of a header or query parameter of this name is nobody's business. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Removes these values, and whatever looks like a key, from texts that services send back. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const values = secretsIn(secrets).sort((a, b) => b.length - a.length);
  return (text) => {
    const known = values.reduce((rest, value) => rest.replaceAll(value, '[secret]'), text);
    return known.replace(/\bsk-[\w-]{8,}/g, '[secret]').replace(/\bBearer\s+(?=\S*\d)\S{8,}/gi, 'Bearer [secret]');
  };
}

/** The values long enough to be secrets: replacing every "x" of a text would hide nothing and spoil the text. */
export function secretsIn(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.flatMap((value) => (value !== undefined && value.length >= SHORTEST ? [value] : [])))];
}
