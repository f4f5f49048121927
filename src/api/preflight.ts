import type { Selection } from '../core/work-items.js';
import { HretError } from '../errors.js';

/** Samples looked at before the first call. Beyond that a bad row is found when it is reached. */
const MOST_CHECKED = 100_000;

/**
 * Reads the samples once before anything is asked or written, so that a bad row costs no calls, and counts them. Resolves
 * to the number of samples, or to nothing when there are more than are looked at.
 */
export async function preflight(
  { dataset, prompt, limit, leftOut }: Selection,
  signal?: AbortSignal,
): Promise<number | undefined> {
  if (dataset.isReadOnce) return undefined;
  let position = 0;
  let found = 0;
  for await (const sample of dataset.samples(signal)) {
    if (leftOut?.has(position++)) continue;
    prompt(sample);
    found++;
    if (found === limit) return found;
    if (found >= MOST_CHECKED) return undefined;
  }
  if (found === 0)
    throw new HretError(
      'data',
      `The dataset "${dataset.name}" gives no samples${position > 0 ? ' besides the few-shot examples' : ''}.`,
    );
  return found;
}
