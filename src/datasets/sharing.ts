import type { Sample } from '../core/sample.js';
import { clusterName } from '../util/cluster-name.js';

/** The cluster of a question on a passage; questions on the same one go together. */
export function sharing(passage: string | null | undefined): Pick<Sample, 'cluster'> {
  const cluster = clusterName(passage);
  return cluster === undefined ? {} : { cluster };
}
