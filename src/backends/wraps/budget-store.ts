import { readFile } from 'node:fs/promises';
import { HretError, messageOf } from '../../errors.js';
import { hasCode } from '../../util/system-error.js';
import { writeWholeFile } from '../../util/whole-file.js';
import { withFileLock } from '../../util/with-file-lock.js';

export interface UserBudget {
  totalUsd: number;
  duration?: 'day' | 'week' | 'month' | 'year';
  /** When counting began, ISO 8601. */
  since: string;
  currentUsd: number;
  modelUsd: Record<string, number>;
  /** Set aside for requests in flight; one whose process died lapses. */
  holds: Record<string, { usd: number; until: number }>;
}

/** By user, whatever that is: a person, a key, a project. */
export interface Budgets {
  users: Record<string, UserBudget>;
}

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
    if (hasCode(error, 'ENOENT')) return { users: {} };
    throw new HretError('store', `The budgets in ${path} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
  const kept = parsed(text);
  if (isBudgets(kept)) return kept;
  throw new HretError('store', `${path} does not hold budgets. Mend it, or move it away to begin anew.`, {
    stopsRun: true,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** By hand: whoever imports hret imports this, and a schema library would be half of what that costs. */
function isBudgets(value: unknown): value is Budgets {
  return isRecord(value) && isRecord(value.users) && Object.values(value.users).every(isUserBudget);
}

function isUserBudget(value: unknown): value is UserBudget {
  if (!isRecord(value)) return false;
  const { totalUsd, currentUsd, since, modelUsd, holds, duration } = value;
  const isDuration = duration === undefined || ['day', 'week', 'month', 'year'].includes(String(duration));
  return (
    [totalUsd, currentUsd].every(Number.isFinite) &&
    typeof since === 'string' &&
    !Number.isNaN(Date.parse(since)) &&
    isRecord(modelUsd) &&
    Object.values(modelUsd).every(Number.isFinite) &&
    isRecord(holds) &&
    Object.values(holds).every((hold) => isRecord(hold) && [hold.usd, hold.until].every(Number.isFinite)) &&
    isDuration
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
