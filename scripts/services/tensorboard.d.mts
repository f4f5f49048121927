/** One run as TensorBoard's own reader sees it. */
export interface ReadRun {
  /** By tag: step, value (a 32-bit float), seconds since the epoch. */
  readonly scalars: Readonly<Record<string, readonly (readonly [step: number, value: number, time: number])[]>>;
  readonly texts: Readonly<Record<string, readonly (readonly [step: number, markdown: string])[]>>;
  readonly hparams?: Readonly<Record<string, string | number | boolean>>;
  readonly startedAt?: number;
  /** 1 finished, 2 failed. */
  readonly status?: number;
  readonly endedAt?: number;
}

/** Installs TensorBoard, by itself: without TensorFlow. Returns the Python it is installed for. */
export function ensureTensorBoard(): string;

/** What TensorBoard's own reader finds in a log folder, by run. */
export function readEvents(python: string, logDir: string): Promise<Readonly<Record<string, ReadRun>>>;

/** Starts a TensorBoard that looks for new data every second. Resolves when it can be asked. */
export function startTensorBoard(
  python: string,
  logDir: string,
  parameters?: readonly string[],
): Promise<{ readonly url: string; stop(): Promise<void> } & AsyncDisposable>;
