import { REDACTED, Secrets } from '../util/redact.js';

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
