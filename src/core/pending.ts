const pending = new Set<Promise<void>>();

/** Keeps a recording that nobody awaits, so that whoever reads the history can wait for it. It must not reject. */
export function keepPending(recording: Promise<void>): void {
  pending.add(recording);
  void recording.finally(() => pending.delete(recording));
}

/** Resolves when everything that was being recorded at this moment is stored. */
export async function flushPending(): Promise<void> {
  await Promise.all(pending);
}
