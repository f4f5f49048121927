import { compareResults, type EvaluationResult } from '../api/evaluation-result.js';
import { newestRun } from '../api/load-result.js';
import { isComparable } from '../api/metric-values.js';
import { isLowerBetter } from '../core/metric-direction.js';
import { HretError } from '../errors.js';
import { formatInterval, formatPValue, formatValue } from '../report/numbers.js';
import { plain } from '../report/plain.js';
import { openResults } from './open-results.js';
import type { Flags } from './program.js';
import { applySettings, outputDirOf } from './settings.js';
import type { Terminal } from './terminal.js';

interface Verdict {
  readonly isMet: boolean;
  readonly reason: string;
  readonly [key: string]: unknown;
}

/** `hret gate`: exit code 1 when a run falls below a level, or further behind a baseline than allowed. */
export async function gateCommand(terminal: Terminal, flags: Flags): Promise<number> {
  applySettings(flags);
  const metric = String(flags.metric);
  const [run] = await openResults(flags, typeof flags.run === 'string' ? flags.run : await newestRun(outputDirOf()));
  if (run === undefined) return 2;
  const verdicts = [...levelVerdict(run, metric, flags.min), ...(await baselineVerdict(run, metric, flags))];
  if (verdicts.length === 0) throw new HretError('usage', 'hret gate: give --min, --baseline, or both.');
  const isMet = verdicts.every((verdict) => verdict.isMet);
  if (flags.json === true)
    terminal.out(`${JSON.stringify({ isMet, run: run.info.runId, metric, checks: verdicts })}\n`);
  else for (const verdict of verdicts) terminal.out(`${verdict.isMet ? 'met' : 'NOT MET'}: ${plain(verdict.reason)}\n`);
  return isMet ? 0 : 1;
}

function metricValue({ info, metrics }: EvaluationResult, metric: string): number {
  const value = metrics[metric];
  if (value !== undefined) return value;
  throw new HretError(
    'usage',
    `The run "${info.runId}" has no "${metric}". It has: ${Object.keys(metrics).join(', ') || 'none'}.`,
  );
}

function levelVerdict(run: EvaluationResult, metric: string, least: unknown): Verdict[] {
  if (least === undefined) return [];
  const wanted = numberFlag('--min', least);
  const value = metricValue(run, metric);
  const isMet = isLowerBetter(metric) ? value <= wanted : value >= wanted;
  const bound = isLowerBetter(metric) ? 'at most' : 'at least';
  const { n = 0, unscored = 0 } = run.stats[metric] ?? {};
  const restsOn = { n, unscored, failed: run.counts.failed, truncated: run.counts.truncated };
  return [
    {
      isMet,
      value,
      wanted,
      ...restsOn,
      reason: `${run.info.name}: ${metric} is ${formatValue(value)}, wanted ${bound} ${formatValue(wanted)} (${restsOnText(restsOn)})`,
    },
  ];
}

/** A level may be met by the few samples that were answered. */
function restsOnText({ n, ...others }: Readonly<Record<'n' | 'unscored' | 'failed' | 'truncated', number>>): string {
  const without = Object.entries(others).flatMap(([status, count]) => (count > 0 ? [`${count} ${status}`] : []));
  return [`n = ${n}`, ...without].join(', ');
}

async function baselineVerdict(run: EvaluationResult, metric: string, flags: Flags): Promise<Verdict[]> {
  if (typeof flags.baseline !== 'string') return [];
  const [baseline] = await openResults(flags, flags.baseline);
  if (baseline === undefined) return [];
  const allowed = numberFlag('--max-drop', flags.maxDrop);
  const change = metricValue(run, metric) - metricValue(baseline, metric);
  const drop = isLowerBetter(metric) ? change : -change;
  // Both are decimal fractions: a drop of exactly the allowed size must not fail for its last bit.
  const isMet = drop <= allowed + 1e-12;
  const test = isComparable(run, metric) && isComparable(baseline, metric) ? tested(run, baseline, metric) : untested;
  const reason =
    `${run.info.name} against ${baseline.info.name}: ${metric} ${formatValue(metricValue(run, metric))} against ${formatValue(metricValue(baseline, metric))}, ` +
    `a drop of ${formatValue(Math.max(0, drop))} with ${formatValue(allowed)} allowed (${test.told})`;
  return [{ isMet, drop, allowed, ...test.numbers, baseline: baseline.info.runId, reason }];
}

interface Tested {
  readonly told: string;
  readonly numbers: Readonly<Record<string, unknown>>;
}

function tested(run: EvaluationResult, baseline: EvaluationResult, metric: string): Tested {
  const { ci95, pValue, n, test, unpaired } = compareResults(run, baseline, { metric });
  const leftOut = unpaired === 0 ? '' : `, ${unpaired} left out with a value in one run only`;
  return {
    told: `difference on ${n} samples ${formatInterval(ci95)}, ${formatPValue(pValue)}${leftOut}`,
    numbers: { ci95, pValue, n, test, unpaired },
  };
}

const untested: Tested = {
  told: 'one number for a whole run: there are no values of samples to test the difference by',
  numbers: {},
};

function numberFlag(flag: string, text: unknown): number {
  const value = Number(text);
  if (typeof text !== 'string' || text.trim() === '' || !Number.isFinite(value))
    throw new HretError('usage', `${flag}: expected a number, got "${String(text)}".`);
  return value;
}
