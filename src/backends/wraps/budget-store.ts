import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { HretError, messageOf } from '../../errors.js';
import { withFileLock } from '../../util/file-lock.js';
import { writeWholeFile } from '../../util/whole-file.js';

const usd = z.number().nonnegative();
const user = z.object({
  totalUsd: usd,
  duration: z.enum(['day', 'week', 'month', 'year']).optional(),
  /** When counting began, ISO 8601. */
  since: z.string(),
  currentUsd: usd,
  modelUsd: z.record(z.string(), usd),
  /** Set aside for requests in flight; one whose process died lapses. */
  holds: z.record(z.string(), z.object({ usd, until: z.number() })),
});
const budgets = z.object({ users: z.record(z.string(), user) });

export type UserBudget = z.output<typeof user>;
/** By user, whatever that is: a person, a key, a project. */
export type Budgets = z.output<typeof budgets>;

/** Where budgets are kept. `change` gets them as they stand and may change them in place; nobody else does meanwhile. */
export interface BudgetStore {
  change<Made>(change: (budgets: Budgets) => Made): Promise<Made>;
}

export function memoryBudgets(): BudgetStore {
  const kept: Budgets = { users: {} };
  return { change: async (change) => change(kept) };
}

interface Waiting {
  /** Makes the change; what it gives back tells whoever asked for it, once the file is written. */
  readonly apply: (budgets: Budgets) => () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Budgets in a JSON file that several processes share. Whatever waits when the lock is had is done with one reading and
 * one writing, so that many requests at once do not queue for the disk.
 */
export function fileBudgets(path: string): BudgetStore {
  const waiting: Waiting[] = [];
  let isWorking = false;

  const workOff = async () => {
    isWorking = true;
    while (waiting.length > 0) await changeAll(path, waiting);
    isWorking = false;
  };
  return {
    change: <Made>(change: (budgets: Budgets) => Made) =>
      new Promise<Made>((resolve, reject) => {
        const apply = (kept: Budgets) => {
          try {
            const made = change(kept);
            return () => resolve(made);
          } catch (error) {
            return () => reject(error);
          }
        };
        waiting.push({ apply, fail: reject });
        if (!isWorking) void workOff();
      }),
  };
}

async function changeAll(path: string, waiting: Waiting[]): Promise<void> {
  let batch: Waiting[] = [];
  try {
    await withFileLock(path, async () => {
      batch = waiting.splice(0);
      const kept = await read(path);
      const tell = batch.map(({ apply }) => apply(kept));
      await writeWholeFile(path, `${JSON.stringify(kept, null, 2)}\n`);
      for (const each of tell) each();
    });
  } catch (error) {
    for (const { fail } of batch.length > 0 ? batch : waiting.splice(0)) fail(error);
  }
}

/** A file that cannot be understood is not begun anew: what was spent would be forgotten. */
async function read(path: string): Promise<Budgets> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { users: {} };
    throw new HretError('store', `The budgets in ${path} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
  try {
    return budgets.parse(JSON.parse(text));
  } catch (cause) {
    throw new HretError('store', `${path} does not hold budgets. Mend it, or move it away to begin anew.`, {
      cause,
      stopsRun: true,
    });
  }
}
