import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvaluateOptions } from '../../src/index.js';
import * as hret from '../../src/index.js';

const groups = ['한국사/조선 <전기>', 'pass@1 | "odd"', '법 (민법), 50%'];

/** Korean sums with groups of awkward names, as options of an evaluation. */
export function sumsIn(folder: string, count: number, options: EvaluateOptions = {}): EvaluateOptions {
  const path = join(folder, `sums-${count}.jsonl`);
  const rows = Array.from({ length: count }, (_, i) => ({
    id: `문항-${i}`,
    input: `${i} 더하기 ${i}은(는)?\n"따옴표" 😀`,
    reference: `${2 * i}개`,
    topic: groups[i % groups.length],
  }));
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const datasetParams = { path, groupCol: 'topic' };
  return {
    dataset: 'generic_file',
    datasetParams,
    languagePenalize: false,
    outputDir: folder,
    maxWorkers: 1,
    ...options,
  };
}

export const adder = (input: string): string => `${2 * Number.parseInt(input, 10)}개`;
/** Wrong on every seventh sum. */
export const sloppy = (input: string): string => (Number.parseInt(input, 10) % 7 === 0 ? '모름' : adder(input));

export interface Told {
  readonly records: Readonly<Record<string, hret.EvaluationResult>>;
}

/** One context with two models and hyperparameters, told to MLflow. */
export async function tellContext(
  folder: string,
  count: number,
  tracker: Readonly<Record<string, string | boolean>>,
): Promise<Told> {
  const records = await hret.evaluationContext(sumsIn(folder, count, { runName: '덧셈 실험' }), async (context) => {
    context.logToMlflow(tracker);
    context.metricsTracker.runMetadata.hyperparameters = { lr: 0.001, 'warmup@step': 10, 이름: '첫 번째' };
    context.logMetrics({ 'setup (s)': 1.5 });
    return context.benchmark({ adder, sloppy });
  });
  return { records };
}
