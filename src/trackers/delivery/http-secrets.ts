import { HretError } from '../../errors.js';
import { Secrets } from '../../util/redact.js';
import { isSecretParameter } from '../../util/secret-names.js';
import type { TrackerHttpOptions } from './http-types.js';

/** Everything that is nobody's business and that a server may quote. */
export function secretsOf({ headers = {} }: TrackerHttpOptions, { password }: URL): Secrets {
  const secrets = new Secrets();
  for (const [name, value] of Object.entries(headers)) {
    if (!isSecretParameter(name)) continue;
    secrets.add(value);
    secrets.add(value.replace(/^(bearer|basic|token)\s+/i, ''));
  }
  if (password !== '') secrets.add(decodeURIComponent(password));
  return secrets;
}

/** The error without secrets. The cause is left out: axios keeps the whole request in it, headers included. */
export function redacted(error: HretError, redact: (text: string) => string): HretError {
  const { code, message, status, isRetryable, retryAfterMs } = error;
  return new HretError(code, redact(message), {
    isRetryable,
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
