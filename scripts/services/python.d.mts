/**
 * Makes a Python environment under `.services/` with exactly these requirements (`name==version`) and returns the path
 * of its interpreter. Does nothing, and needs no network, when the environment is already as asked.
 */
export function ensureVenv(name: string, requirements: readonly string[]): string;
