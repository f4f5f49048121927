/**
 * Puts another version of Node under `.services/` (the npm package `node` brings the binary of this platform) and
 * returns the path of its executable. Does nothing, and needs no network, when it is there already.
 */
export function ensureNode(version: string): string;
