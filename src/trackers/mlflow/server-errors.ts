import { HretError } from '../../errors.js';

/** What MLflow calls the error, `RESOURCE_DOES_NOT_EXIST` say; it stands in front of the server's own words. */
export function errorCodeOf(error: unknown): string | undefined {
  return error instanceof HretError ? /"([A-Z][A-Z_]+): /.exec(error.message)?.[1] : undefined;
}

const REFUSALS = new Set([400, 413, 422]);
const UNKNOWN_ROUTES = new Set([404, 405, 501]);

/** The server understood, and does not want it: the same request will be refused again. */
export function isRefused(error: unknown): error is HretError {
  return error instanceof HretError && error.status !== undefined && REFUSALS.has(error.status);
}

/** The server has no such thing: it is too old, or not set up for it. */
export function isNotOffered(error: unknown): error is HretError {
  return error instanceof HretError && error.status !== undefined && UNKNOWN_ROUTES.has(error.status);
}
