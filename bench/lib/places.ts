import { fileURLToPath } from 'node:url';

/** The repository; this module runs from `build/bench/lib`. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The compiled suites. */
export const suiteFolder = fileURLToPath(new URL('../suites/', import.meta.url));
