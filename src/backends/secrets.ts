import { REDACTED, Secrets } from '../util/redact.js';

const SECRET_NAME = /auth|key|token|secret|passw|cookie|signature|^sig$|^code$/i;

/** Whether the value of a header or query parameter of this name is nobody's business. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Removes these values, and whatever looks like a key, from texts that services send back. */
export function redactor(values: readonly string[]): (text: string) => string {
  const secrets = new Secrets();
  for (const value of values) secrets.add(value);
  return (text) =>
    secrets
      .redact(text)
      .replace(/\bsk-[\w-]{8,}/g, REDACTED)
      .replace(/\bBearer\s+(?=\S*\d)\S{8,}/gi, `Bearer ${REDACTED}`);
}
