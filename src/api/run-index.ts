import type { RunRecord } from '../core/run-record.js';
import { messageOf } from '../errors.js';
import { openHistory } from '../history/history.js';
import type { Sitting } from './sitting.js';

/** Puts the record into the SQL history. The journal is the truth: a history that cannot be written is a warning, and `hret history --rebuild` mends it. */
export async function indexRun({ outputDir, world, secrets }: Sitting, record: RunRecord): Promise<void> {
  try {
    const history = await openHistory(outputDir, { warn: world.warn, redact: (text) => secrets.redact(text) });
    try {
      history.upsert(record);
    } finally {
      history.close();
    }
  } catch (error) {
    world.warn(
      `the run is kept, but the history could not be written: ${messageOf(error)}. Mend it with: hret history --rebuild`,
    );
  }
}
