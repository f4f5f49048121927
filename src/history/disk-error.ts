import { HretError, messageOf } from '../errors.js';
import { hasCode } from '../util/system-error.js';

/** The error about a file that the operating system would not let us read or write. */
export function diskError(path: string, failed: 'read' | 'written', error: unknown): HretError {
  const message = `${path} could not be ${failed}: ${messageOf(error)}. ${adviceFor(error)}`;
  return new HretError('store', message, { cause: error, stopsRun: true });
}

function adviceFor(error: unknown): string {
  if (hasCode(error, 'ENOSPC', 'EDQUOT')) return 'Free some space on that disk.';
  if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) {
    return 'Give yourself access to it, or choose another output folder.';
  }
  return 'Check the disk.';
}
