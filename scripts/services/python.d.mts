/**
 * Makes a Python environment under `.services/` with exactly these requirements (`name==version`) and returns the path
 * of its interpreter. Does nothing, and needs no network, when the environment is already as asked. With `isWhole` the list
 * has everything that is needed, and nothing else is installed, whatever the packages say they depend on.
 */
export function ensureVenv(
  name: string,
  requirements: readonly string[],
  options?: { readonly isWhole?: boolean },
): string;
