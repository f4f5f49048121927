import type { RunRecord } from '../core/run-record.js';
import { runRecordSchema } from './run-record-schema.js';

export { cleanRecord } from './clean-record.js';

/** A stored record; throws an error that says what is wrong with the text. */
export function parseRecord(text: string): RunRecord {
  const parsed = runRecordSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
}
