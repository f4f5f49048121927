/** What a failure means for the caller; stable, so that programs can branch on it. */
export type HretErrorCode =
  | 'usage' // a wrong option, argument or call: the user mends it
  | 'config' // a wrong line in a configuration file
  | 'data' // a wrong row, column or file of a dataset
  | 'not_found' // a dataset, model, run or file that does not exist
  | 'missing_package' // an optional peer that is not installed
  | 'not_available' // a part that this version does not have
  | 'model' // a model did not answer
  | 'timeout' // nobody answered in time
  | 'budget' // the next request would cost more than may be spent
  | 'scoring' // an evaluator failed on an answer
  | 'too_many_failures' // more than maxFailures samples failed
  | 'nothing_scored' // no sample was answered, so there is no number to give
  | 'interrupted' // the run was stopped by its signal
  | 'store'; // the journal or the history could not be read or written

export interface HretErrorOptions {
  readonly cause?: unknown;
  /** HTTP status of the reply, when there was one. */
  readonly status?: number;
  /** The same call may succeed later. */
  readonly isRetryable?: boolean;
  /** Milliseconds the server asked to wait. */
  readonly retryAfterMs?: number;
  /** No other sample can succeed either (a wrong key, an unknown model): the run stops at once. */
  readonly stopsRun?: boolean;
  /** The run this happened in, if one had begun. */
  readonly runId?: string;
}

/** The one error class of hret: says what happened, where, and what to do; `code` is stable. */
export class HretError extends Error {
  override readonly name = 'HretError';
  readonly code: HretErrorCode;
  readonly status: number | undefined;
  readonly isRetryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly stopsRun: boolean;
  readonly runId: string | undefined;

  constructor(code: HretErrorCode, message: string, options: HretErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status;
    this.isRetryable = options.isRetryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.stopsRun = options.stopsRun ?? false;
    this.runId = options.runId;
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  return typeof thrown === 'string' ? thrown : `a thrown ${thrown === null ? 'null' : typeof thrown}`;
}
