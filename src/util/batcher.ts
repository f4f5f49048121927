/** One row that waits for its batch. */
interface Waiting<Row, Made> {
  readonly row: Row;
  readonly resolve: (made: Made) => void;
  readonly reject: (error: unknown) => void;
  readonly stopListening: () => void;
}

export interface BatcherOptions<Row, Made> {
  /** Rows in a batch at most. */
  readonly size: number;
  /** Whether a row may be in one batch with the first of it. */
  readonly fits: (first: Row, row: Row) => boolean;
  /** Results in the order of the rows. */
  readonly run: (rows: readonly Row[]) => Promise<readonly Made[]>;
  /** How long the first row waits for company when nothing else is being done. */
  readonly lingerMs?: number;
}

/** Puts rows that are asked for at the same time into batches, which run one after the other, first come, first served. */
export interface Batcher<Row, Made> {
  add(row: Row): Promise<Made>;
}

/**
 * While a batch runs, the next one gathers by itself; only when nothing runs the first row waits a few milliseconds, which is
 * how far the samples of one run are apart. A row that is given up leaves the queue at once.
 */
export function createBatcher<Row extends { readonly signal: AbortSignal }, Made>({
  size,
  fits,
  run,
  lingerMs = 3,
}: BatcherOptions<Row, Made>): Batcher<Row, Made> {
  let queue: Waiting<Row, Made>[] = [];
  let isBusy = false;

  const takeBatch = (): Waiting<Row, Made>[] => {
    const [first] = queue;
    if (first === undefined) return [];
    const batch: Waiting<Row, Made>[] = [];
    const others: Waiting<Row, Made>[] = [];
    for (const waiting of queue) (batch.length < size && fits(first.row, waiting.row) ? batch : others).push(waiting);
    queue = others;
    return batch;
  };

  const work = async () => {
    isBusy = true;
    if (size > 1 && queue.length < size) await new Promise((resolve) => setTimeout(resolve, lingerMs));
    for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) await settle(batch, run);
    isBusy = false;
  };

  return {
    add: (row) =>
      new Promise((resolve, reject) => {
        const giveUp = () => {
          queue = queue.filter((waiting) => waiting.row !== row);
          reject(row.signal.reason);
        };
        if (row.signal.aborted) return giveUp();
        row.signal.addEventListener('abort', giveUp, { once: true });
        const stopListening = () => row.signal.removeEventListener('abort', giveUp);
        queue.push({ row, resolve, reject, stopListening });
        if (!isBusy) void work();
      }),
  };
}

/** Rows that were given up while they ran have their error already. */
async function settle<Row, Made>(
  batch: readonly Waiting<Row, Made>[],
  run: (rows: readonly Row[]) => Promise<readonly Made[]>,
): Promise<void> {
  try {
    const made = await run(batch.map(({ row }) => row));
    for (const [place, { resolve, stopListening }] of batch.entries()) {
      stopListening();
      resolve(made[place] as Made);
    }
  } catch (error) {
    for (const { reject, stopListening } of batch) {
      stopListening();
      reject(error);
    }
  }
}
