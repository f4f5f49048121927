import { HretError, messageOf } from '../errors.js';
import { codeOf } from '../util/system-error.js';

/** What is known about the way to a server. */
export interface Connection {
  /** Somebody there has answered an earlier request. */
  hasAnswered: boolean;
  readonly connectTimeoutMs: number;
  readonly firstByteTimeoutMs: number | undefined;
  readonly hasProxy: boolean;
  /** What to do when nobody listens there. */
  readonly startAdvice?: string | undefined;
}

const NOBODY_THERE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection: nothing listens there. Is the server running?',
  ENOTFOUND: 'is a host nobody knows.',
  EAI_AGAIN: 'could not be looked up: the name server did not answer.',
  EHOSTUNREACH: 'cannot be reached from here.',
  ENETUNREACH: 'cannot be reached from here.',
  ETIMEDOUT: 'accepted no connection in time.',
};

/** What kept a request from being answered, as an error that says whether asking again may help. */
export function networkError(error: unknown, url: URL, connection: Connection): HretError {
  const code = codeOf(error) ?? '';
  const place = placeOf(url);
  const nobody = NOBODY_THERE[code];
  if (nobody !== undefined) return unreachable(`${place} ${nobody} (${code})`, code, connection, error);
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
      return unreachable(
        `${place} accepted no connection within ${connection.connectTimeoutMs} ms (connectTimeoutMs).`,
        code,
        connection,
        error,
      );
    case 'UND_ERR_HEADERS_TIMEOUT':
      return again('timeout', `${place} did not begin to answer within ${silence(connection)}.`, error);
    case 'UND_ERR_BODY_TIMEOUT':
      return again('timeout', `${place} fell silent within its answer for ${silence(connection)}.`, error);
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return again('model', `${place} broke off the connection (${messageOf(error)}).`, error);
    case 'UND_ERR_RES_EXCEEDED_MAX_SIZE':
      return new HretError('model', `${place} answered with more than 64 MiB, which is no answer.`, { cause: error });
    case 'UND_ERR_INVALID_ARG':
      return new HretError('usage', `The request cannot be sent: ${messageOf(error)}. Look at apiBase and headers.`, {
        cause: error,
        stopsRun: true,
      });
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
      return new HretError('interrupted', 'The model was closed while it was being asked.', { cause: error });
    default:
      return isTlsError(code) ? untrusted(place, code, error) : unknownError(place, code, connection, error);
  }
}

/** An address where nobody has ever answered is a wrong setting; where somebody has, it is an outage that may pass. */
function unreachable(message: string, code: string, connection: Connection, cause: unknown): HretError {
  const advice = connection.hasAnswered
    ? ''
    : ` ${connection.startAdvice ?? ''} Check apiBase${connection.hasProxy ? ' and HTTP_PROXY, NO_PROXY' : ''}.`.replace(
        / +/,
        ' ',
      );
  return new HretError(isTimeout(code) ? 'timeout' : 'model', message + advice, {
    cause,
    isRetryable: connection.hasAnswered || code !== 'ENOTFOUND',
    stopsRun: !connection.hasAnswered,
  });
}

function isTimeout(code: string): boolean {
  return code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT';
}

function again(code: 'model' | 'timeout', message: string, cause: unknown): HretError {
  return new HretError(code, message, { cause, isRetryable: true });
}

function untrusted(place: string, code: string, cause: unknown): HretError {
  const advice =
    code === 'EPROTO' || code.startsWith('ERR_SSL')
      ? 'Does it speak https at all? If not, write http:// in apiBase.'
      : 'If the certificate is your own, name its authority in NODE_EXTRA_CA_CERTS.';
  return new HretError('model', `No secure connection to ${place} (${code}: ${messageOf(cause)}). ${advice}`, {
    cause,
    stopsRun: true,
  });
}

function unknownError(place: string, code: string, connection: Connection, cause: unknown): HretError {
  const name = code === '' ? '' : ` (${code})`;
  return new HretError('model', `Asking ${place} failed: ${messageOf(cause)}${name}.`, {
    cause,
    isRetryable: true,
    stopsRun: !connection.hasAnswered,
  });
}

function isTlsError(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL|^EPROTO$/.test(code);
}

function silence({ firstByteTimeoutMs }: Connection): string {
  return `${firstByteTimeoutMs} ms (firstByteTimeoutMs)`;
}

/** Host and port. */
export function placeOf(url: URL): string {
  return url.port === '' ? `${url.hostname}:${url.protocol === 'https:' ? 443 : 80}` : url.host;
}
