import { HretError } from '../errors.js';

/** 0 done, 1 gate not met or run failed, 2 usage or configuration error, 3 more samples failed than allowed, 130 interrupted. */
export function exitCodeOf(thrown: unknown): number {
  if (!(thrown instanceof HretError)) return 1;
  switch (thrown.code) {
    case 'usage':
    case 'config':
    case 'data':
    case 'not_found':
    case 'missing_package':
    case 'not_available':
      return 2;
    case 'too_many_failures':
      return 3;
    case 'interrupted':
      return 130;
    default:
      return 1;
  }
}
