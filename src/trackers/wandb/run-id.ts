import { createHash } from 'node:crypto';

const LENGTH = 12;

/** The id a run has in W&B: always the same one, so that whatever is sent twice lands in the same run. */
export function wandbRunId(hretRunId: string): string {
  const digest = createHash('sha256').update(hretRunId).digest('hex').slice(0, 20);
  return BigInt(`0x${digest}`).toString(36).padStart(LENGTH, '0').slice(-LENGTH);
}

/** W&B names artifacts by ids the client chooses; ours follow from what they name, so that a repeat names the same one. */
export function clientId(...parts: readonly string[]): string {
  return createHash('sha512').update(parts.join('\n')).digest('hex');
}
