import { HretError, messageOf } from '../errors.js';

/** The error about a file that the operating system would not let us read or write. */
export function diskError(path: string, failed: 'read' | 'written', error: unknown): HretError {
  const message = `${path} could not be ${failed}: ${messageOf(error)}. ${adviceFor(error)}`;
  return new HretError('store', message, { cause: error, stopsRun: true });
}

/** Whether it is a system error of this code, for example `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function adviceFor(error: unknown): string {
  if (hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT')) return 'Free some space on that disk.';
  if (hasCode(error, 'EACCES') || hasCode(error, 'EPERM') || hasCode(error, 'EROFS')) {
    return 'Give yourself access to it, or choose another output folder.';
  }
  return 'Check the disk.';
}
