/** The outside world, handed in by `api/`; nothing below it reads the environment, the clock or the network by itself. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths of users are resolved against it. */
  readonly cwd: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** For jitter only: nothing that reaches a result may depend on it. */
  readonly random: () => number;
  readonly fetch: typeof globalThis.fetch;
  /** Says something the user should know; shown once, kept in the run's record. */
  readonly warn: (message: string) => void;
  /** Registers a value that must never be written anywhere. */
  readonly keepSecret: (value: string) => void;
}
