export declare function ensureWandbSdk(version: string): string;
