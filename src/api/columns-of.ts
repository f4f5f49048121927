import type { SampleResult } from '../core/sample-result.js';

/** Samples as columns by name, `null` where a sample has no value; what is nested is flattened to `score_*`, `eval_*` and `metadata_*`. */
export function columnsOf(samples: readonly SampleResult[]): Record<string, unknown[]> {
  const columns: Record<string, unknown[]> = {};
  for (const [row, sample] of samples.entries()) {
    for (const [name, value] of Object.entries(flat(sample))) {
      columns[name] ??= new Array<unknown>(samples.length).fill(null);
      columns[name][row] = value;
    }
  }
  return columns;
}

function flat({ evaluation, scores, metadata, ...rest }: SampleResult): Record<string, unknown> {
  return {
    ...rest,
    ...prefixed('score_', scores),
    ...prefixed('eval_', evaluation),
    ...prefixed('metadata_', metadata),
  };
}

function prefixed(prefix: string, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}
