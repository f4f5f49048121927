import type { Progress } from '../core/options.js';
import { formatCost, formatCount, formatDuration, formatValue } from './numbers.js';
import { plain } from './plain.js';
import { displayWidth, truncate } from './text-width.js';

const BAR_WIDTH = 20;
const GAP = '  ';

type Part = 'count' | 'metric' | 'failed' | 'eta' | 'elapsed' | 'name' | 'bar' | 'retries' | 'cost';

const order: readonly Part[] = ['name', 'bar', 'count', 'metric', 'eta', 'failed', 'retries', 'cost', 'elapsed'];
/** The dearest first: from the end, parts are left out until the line fits. */
const byWorth: readonly Part[] = ['count', 'metric', 'failed', 'eta', 'elapsed', 'name', 'bar', 'retries', 'cost'];

/** Where a run stands, on one line no wider than `width`. */
export function progressLine(progress: Progress, width: number): string {
  const texts = partsOf(progress);
  for (let kept = byWorth.length; kept > 0; kept--) {
    const line = joined(texts, byWorth.slice(0, kept));
    if (displayWidth(line) <= width) return line;
  }
  return truncate(texts.count, width);
}

/** The same for a log file: all of it, but no bar. */
export function quietProgressLine(progress: Progress): string {
  return joined(
    partsOf(progress),
    byWorth.filter((part) => part !== 'bar'),
  );
}

function joined(texts: Readonly<Record<Part, string>>, shown: readonly Part[]): string {
  return order
    .filter((part) => shown.includes(part) && texts[part] !== '')
    .map((part) => texts[part])
    .join(GAP);
}

function partsOf(progress: Progress): Readonly<Record<Part, string>> {
  const { retries, failed, etaMs, costUsd } = progress;
  return {
    name: truncate(plain(progress.name), 30),
    bar: barText(progress),
    count: countText(progress),
    metric: metricText(progress),
    eta: etaMs === undefined || progress.done === progress.total ? '' : `${formatDuration(etaMs)} left`,
    failed: failed > 0 ? `${formatCount(failed)} failed` : '',
    retries: retries > 0 ? `${formatCount(retries)} ${retries === 1 ? 'retry' : 'retries'}` : '',
    cost: costUsd === undefined ? '' : formatCost(costUsd),
    elapsed: formatDuration(progress.elapsedMs),
  };
}

function barText({ done, total }: Progress): string {
  if (total === undefined || total === 0) return '';
  const full = Math.round(Math.min(1, done / total) * BAR_WIDTH);
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}

function countText({ done, total }: Progress): string {
  return total === undefined ? formatCount(done) : `${formatCount(done)}/${formatCount(total)}`;
}

function metricText({ metric, mean, ci95 }: Progress): string {
  if (mean === undefined) return '';
  const reach = ci95 === undefined ? '' : ` ± ${formatValue((ci95[1] - ci95[0]) / 2)}`;
  return `${plain(metric ?? 'mean')} ${formatValue(mean)}${reach}`;
}
