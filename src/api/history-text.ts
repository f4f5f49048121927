import { historyTable } from '../report/history-table.js';
import { textTable } from '../report/table.js';
import { getMetricsHistory } from './history.js';

/** See `historyTable` in show.ts. */
export async function historyText(metric: string | undefined): Promise<string> {
  const all = await getMetricsHistory();
  const entries = metric === undefined ? all : all.filter(({ metrics }) => metric in metrics);
  return textTable(historyTable(entries, metric));
}
