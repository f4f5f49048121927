import { isLowerBetter } from '../core/metric-direction.js';
import type { RunRecord } from '../core/run-record.js';
import type { SampleResult } from '../core/sample-result.js';
import { markdownTable, markdownText } from './markdown.js';
import { formatInterval, formatValue } from './numbers.js';
import { groupTable, headlineOf, runTable } from './run-table.js';
import { lexicalDiversity, topWords, type WordCount } from './words.js';

export interface AnalysisInput {
  readonly record: RunRecord;
  readonly samples: readonly SampleResult[];
  /** How many keywords. */
  readonly topN: number;
}

interface Analysis {
  readonly summary: {
    readonly metrics: RunRecord['metrics'];
    readonly counts: RunRecord['counts'];
    readonly metric: string | undefined;
  };
  readonly groups: Readonly<Record<string, number>>;
  /** Distinct words over all words, of right and of wrong answers. */
  readonly linguisticQuality: { readonly right: number | undefined; readonly wrong: number | undefined };
  readonly errorAnalysis: { readonly keywords: readonly WordCount[]; readonly example: SampleResult | undefined };
}

/** The analysis report of a run in four sections, as Markdown or as JSON text. The same run gives the same report. */
export function analysisReport(input: AnalysisInput, format: 'markdown' | 'json'): string {
  const analysis = analyse(input);
  return format === 'json' ? JSON.stringify(analysis, null, 2) : markdownReport(input, analysis);
}

function analyse({ record, samples, topN }: AnalysisInput): Analysis {
  const metric = headlineOf(record.metrics);
  const answered = samples.filter(
    (sample) => sample.prediction !== undefined && metric !== undefined && sample.scores[metric] !== undefined,
  );
  const isRight = rightness(metric, answered);
  const right = answered.filter(isRight).map(textOf);
  const wrong = answered.filter((sample) => !isRight(sample));
  const groups = Object.entries(record.groups).flatMap(([group, table]) => {
    const mean = metric === undefined ? undefined : table[metric]?.mean;
    return mean === undefined ? [] : [[group, mean] as const];
  });
  return {
    summary: { metrics: record.metrics, counts: record.counts, metric },
    groups: Object.fromEntries(groups),
    linguisticQuality: { right: lexicalDiversity(right), wrong: lexicalDiversity(wrong.map(textOf)) },
    errorAnalysis: { keywords: topWords(wrong.map(textOf), topN), example: wrong[0] },
  };
}

/**
 * Shares (0 to 1) are right from a half on. Grades, costs and the like have no right and wrong: there the answers that are as
 * good as the mean or better stand on the right side.
 */
function rightness(metric: string | undefined, answered: readonly SampleResult[]): (sample: SampleResult) => boolean {
  if (metric === undefined) return () => false;
  const values = answered.flatMap(({ scores }) => scores[metric] ?? []);
  const isLower = isLowerBetter(metric);
  const isShare = !isLower && values.every((value) => value >= 0 && value <= 1);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return ({ scores }) => {
    const value = scores[metric] ?? Number.NaN;
    if (isShare) return value >= 0.5;
    return isLower ? value <= mean : value >= mean;
  };
}

function textOf({ prediction = '' }: SampleResult): string {
  return prediction;
}

function markdownReport({ record }: AnalysisInput, { linguisticQuality, errorAnalysis }: Analysis): string {
  const metric = headlineOf(record.metrics);
  const sections = [
    `# Analysis of ${markdownText(record.name)}`,
    `## 1. Overall performance\n\n${markdownTable(runTable([record]))}`,
    `## 2. Performance by group\n\n${groupSection(record, metric)}`,
    `## 3. Linguistic quality\n\nDistinct words over all words (type-token ratio): ${formatValue(linguisticQuality.right)} in right answers, ${formatValue(linguisticQuality.wrong)} in wrong ones.`,
    `## 4. Error analysis\n\n${errorSection(errorAnalysis)}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function groupSection(record: RunRecord, metric: string | undefined): string {
  if (Object.keys(record.groups).length === 0) return 'The dataset has no groups.';
  const ranked = Object.entries(record.groups).flatMap(([group, table]) => {
    const found = metric === undefined ? undefined : table[metric];
    return found === undefined ? [] : [{ group, ...found }];
  });
  const weakest = ranked.sort((a, b) => a.mean - b.mean)[0];
  const note =
    weakest &&
    `Weakest: ${markdownText(weakest.group)} with ${formatValue(weakest.mean)} ${formatInterval(weakest.ci95)} on ${weakest.n} samples.`;
  return [markdownTable(groupTable(record)), ...(note ? [note] : [])].join('\n\n');
}

function errorSection({ keywords, example }: Analysis['errorAnalysis']): string {
  if (example === undefined) return 'No answer was wrong.';
  const words = keywords.map(({ word, count }) => `${markdownText(word)} (${count})`).join(', ') || 'none';
  const shown = [
    `- question: ${markdownText(example.input)}`,
    `- right answer: ${markdownText(example.reference)}`,
    `- answer given: ${markdownText(textOf(example))}`,
  ];
  return `Commonest words of wrong answers: ${words}.\n\nThe first wrong answer (${markdownText(example.id)}):\n\n${shown.join('\n')}`;
}
