/** Version of this package. Equal to package.json's; a test compares them. */
export const VERSION = '0.1.0';

/** What a run records about what made it. */
export const VERSIONS: Readonly<Record<string, string>> = { hret: VERSION, node: process.versions.node };
