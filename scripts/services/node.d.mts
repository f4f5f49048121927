/**
 * Puts another version of Node under `.services/` (the npm package `node` brings the binary of this platform) and
 * returns the path of its executable. Does nothing, and needs no network, when it is there already.
 */
export function ensureNode(version: string): string;

/**
 * Installs packages (`name@version`) into a folder under `.services/` and returns it: what lies in that folder finds them.
 * Does nothing, and needs no network, when they are there already.
 */
export function ensurePackages(
  name: string,
  packages: readonly string[],
  env?: Readonly<Record<string, string>>,
): string;
