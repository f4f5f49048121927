import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvaluateOptions } from '../../src/core/options.js';

/** A file of sums in a folder, as options of a run over it. */
export function sums(folder: string, n = 20, options: EvaluateOptions = {}): EvaluateOptions {
  const path = join(folder, `sums-${n}.jsonl`);
  const rows = Array.from({ length: n }, (_, i) => ({
    id: `s${i}`,
    input: `${i}+${i}`,
    reference: String(2 * i),
    topic: i % 2 ? '홀수' : '짝수',
  }));
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return { dataset: 'generic_file', datasetParams: { path, groupCol: 'topic' }, languagePenalize: false, ...options };
}

export const adder = (input: string): string => {
  const [a = 0, b = 0] = input.split('+').map(Number);
  return String(a + b);
};

/** Right on the first half of the sums. */
export const halfAdder = (input: string): string => (Number(input.split('+')[0]) < 10 ? adder(input) : '모름');
