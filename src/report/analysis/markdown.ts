import { type FailureGroup, failureTable } from '../failures.js';
import { markdownTable, markdownText } from '../markdown.js';
import { formatCount, formatInterval, formatValue } from '../numbers.js';
import { clusterSentence, powerSentence } from '../power.js';
import { floorRuns, groupTable, runTable } from '../run-table.js';
import type { Table } from '../table.js';
import type { WordCount } from '../words.js';
import type { Analysis, AnalysisInput } from './analyse.js';
import type { ErrorAnalysis, Example } from './errors.js';
import { clearlyWorse, extremes, type RankedGroup, rankedGroups } from './groups.js';
import type { LanguageOfSide } from './language.js';

/** The analysis in four sections, for people. */
export function markdownReport(input: AnalysisInput, analysis: Analysis): string {
  const sections = [
    `# Analysis of ${markdownText(input.record.name)}`,
    `## 1. Overall performance\n\n${performance(input, analysis)}`,
    `## 2. Performance by group\n\n${groups(input, analysis)}`,
    `## 3. Linguistic quality\n\n${language(analysis)}`,
    `## 4. Error analysis\n\n${errors(analysis.errorAnalysis)}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function performance({ record, power }: AnalysisInput, { summary: { metric } }: Analysis): string {
  const clustered = metric === undefined ? undefined : record.stats[metric]?.clusteredCi95;
  const notes = [
    ...(clustered === undefined ? [] : [clusterSentence(clustered)]),
    ...(power === undefined ? [] : [markdownText(powerSentence(power))]),
  ];
  return [markdownTable(runTable([record, ...floorRuns(record)])), ...notes].join('\n\n');
}

function groups({ record }: AnalysisInput, { summary: { metric } }: Analysis): string {
  if (Object.keys(record.groups).length === 0) return 'The dataset has no groups.';
  const ranked = rankedGroups(record, metric);
  const found = extremes(ranked);
  const value = metric === undefined ? undefined : record.metrics[metric];
  const worse = metric === undefined || value === undefined ? [] : clearlyWorse(ranked, value, metric);
  const notes = [
    ...(found === undefined ? [] : [`Weakest: ${groupText(found[0])} Strongest: ${groupText(found[1])}`]),
    ...(worse.length === 0
      ? []
      : [
          `Clearly worse than the whole (${formatValue(value)}): ${worse.map(({ group }) => markdownText(group)).join(', ')}. Of many groups some are so by chance.`,
        ]),
  ];
  return [markdownTable(groupTable(record)), ...notes].join('\n\n');
}

function groupText({ group, mean, ci95, n }: RankedGroup): string {
  return `${markdownText(group)} with ${formatValue(mean)} ${formatInterval(ci95)} on ${n} samples.`;
}

function language({ linguisticQuality: { right, wrong } }: Analysis): string {
  const row = (title: string, of: (side: LanguageOfSide) => number | undefined) => [
    title,
    formatValue(of(right)),
    formatValue(of(wrong)),
  ];
  const table: Table = {
    columns: [{ title: '' }, { title: 'right answers', align: 'right' }, { title: 'wrong answers', align: 'right' }],
    rows: [
      ['answers', formatCount(right.answers), formatCount(wrong.answers)],
      row('words per answer', (side) => side.wordsPerAnswer),
      row('distinct words over all words (type-token ratio)', (side) => side.typeTokenRatio),
      row('the same in windows of 50 words', (side) => side.movingTypeTokenRatio),
      row('letters that are Hangul', (side) => side.hangulShare),
    ],
  };
  return `${markdownTable(table)}\n\nThe type-token ratio falls the more text there is; compare sides by windows.`;
}

function errors({ metric, example, rightExample, unscored, failed, ...words }: ErrorAnalysis): string {
  const none = metric === undefined ? 'No answer has a score of its own.' : 'No answer was wrong.';
  return [
    ...(example === undefined ? [none] : wordNotes(words)),
    ...reasons('Unscored', unscored),
    ...reasons('Failed or cut off', failed),
    ...(example === undefined ? [] : [exampleText('The first wrong answer', example)]),
    ...(rightExample === undefined ? [] : [exampleText('The first right answer', rightExample)]),
  ].join('\n\n');
}

function wordNotes(words: Pick<ErrorAnalysis, 'keywords' | 'distinctiveWords' | 'missingWords'>): string[] {
  return [
    `Commonest words of wrong answers: ${wordsText(words.keywords)}.`,
    `Words that wrong answers have more often than right ones: ${wordsText(words.distinctiveWords)}.`,
    `Words of the right answer that wrong answers lack: ${wordsText(words.missingWords)}.`,
  ];
}

function wordsText(words: readonly WordCount[]): string {
  return words.map(({ word, count }) => `${markdownText(word)} (${count})`).join(', ') || 'none';
}

function reasons(title: string, found: readonly FailureGroup[]): string[] {
  if (found.length === 0) return [];
  const { columns, rows } = failureTable(found);
  const [, ...others] = columns;
  return [markdownTable({ columns: [{ title, align: 'right' }, ...others], rows })];
}

/** What a reader needs to recognise a question. */
const LONGEST = 600;

function exampleText(title: string, { id, input, reference, prediction }: Example): string {
  const short = (text: string) => markdownText(text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
  const lines = [
    `question: ${short(input)}`,
    `right answer: ${short(reference)}`,
    `answer given: ${short(prediction)}`,
  ];
  return `${title} (${markdownText(id)}):\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
}
