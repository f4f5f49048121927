import type { EvaluationResult } from '../api/evaluation-result.js';
import { powerOfHeadline } from '../api/power.js';
import type { SampleResult } from '../core/sample-result.js';
import { HretError } from '../errors.js';
import { plain } from '../report/plain.js';
import { clusterSentence, powerSentence } from '../report/power.js';
import { headlineOf } from '../report/run-table.js';
import { openResults } from './open-results.js';
import { printResult } from './print-result.js';
import type { Flags } from './program.js';
import type { Terminal } from './terminal.js';

const statuses = ['scored', 'unscored', 'failed', 'truncated'];

/** `hret show <run>`. */
export async function showCommand(terminal: Terminal, flags: Flags, name: string): Promise<number> {
  const [result] = await openResults(flags, name);
  if (result === undefined) return 2;
  const wanted = Number(flags.samples ?? 0);
  if (!Number.isInteger(wanted) || wanted < 0)
    throw new HretError('usage', `--samples: expected a whole number, got "${flags.samples}".`);
  if (flags.status !== undefined && !statuses.some((status) => status === flags.status))
    throw new HretError('usage', `--status: expected one of ${statuses.join(', ')}, got "${flags.status}".`);
  printResult(terminal, result, flags);
  if (flags.json !== true) terminal.out(clustersText(result) + powerText(result));
  let shown = 0;
  for await (const sample of result.stream()) {
    if (shown >= wanted) break;
    if (flags.status !== undefined && flags.status !== sample.status) continue;
    terminal.out(flags.json === true ? `${JSON.stringify(sample)}\n` : sampleText(sample));
    shown++;
  }
  return 0;
}

/** The interval to quote where samples go together. */
function clustersText({ metrics, stats }: EvaluationResult): string {
  const clustered = stats[headlineOf(metrics) ?? '']?.clusteredCi95;
  return clustered === undefined ? '' : `\n${clusterSentence(clustered)}\n`;
}

/** What comparing this run with another would show, where that is known. */
function powerText(result: EvaluationResult): string {
  const power = powerOfHeadline(result);
  return power === undefined ? '' : `\n${plain(powerSentence(power))}\n`;
}

function sampleText(sample: SampleResult): string {
  const lines = [
    `\n${sample.index}  ${sample.id}  ${sample.status}${sample.reason === undefined ? '' : `: ${sample.reason}`}`,
    `question    ${sample.input}`,
    `reference   ${sample.reference}`,
    ...(sample.prediction === undefined ? [] : [`answer      ${sample.prediction}`]),
    ...(sample.error === undefined ? [] : [`error       ${sample.error}`]),
    `scores      ${JSON.stringify(sample.scores)}`,
  ];
  return `${lines.map(plain).join('\n')}\n`;
}
