import { type CitedBenchmark, citedBenchmarks, citedTools } from './benchhub-benchmarks.js';

/**
 * What a paper says about a run on BenchHub, in LaTeX: the sentence, a table of how many questions each benchmark gave, and
 * the BibTeX entries. A benchmark nobody told us how to cite stands in the table by its name.
 */
export function benchHubCitations(counts: ReadonlyMap<string, number>): string {
  const known = citedBenchmarks.filter(({ name }) => counts.has(name));
  const unknown = [...counts.keys()].filter((name) => known.every((benchmark) => benchmark.name !== name)).sort();
  const rows = [
    ...known.map(({ name, key }) => `\\cite{${key}} & ${counts.get(name)} \\\\`),
    ...unknown.map((name) => `${escaped(name)} & ${counts.get(name)} \\\\`),
  ];
  const uncited = unknown.map((name) => `% There is no citation for ${name} here.`.replace(/\s+/g, ' '));
  const entries = [...citedTools, ...known].map(bibTeX);
  return [...head, ...rows, ...foot, ...uncited, '', entries.join('\n\n')].join('\n');
}

const head = [
  'The evaluation dataset are sampled using BenchHub~\\cite{kim2025benchhub}, and the evaluation are conducted using hret~\\cite{lee2025hret}.',
  'The individual datasets include in the evaluation set, along with their statistics, are summarized in Table~\\ref{tab:eval-dataset}.',
  '',
  '% Please add the following required packages to your document preamble:',
  '% \\usepackage{booktabs}',
  '\\begin{table}[h]',
  '\\centering',
  '\\begin{tabular}{@{}ll@{}}',
  '\\toprule',
  '\\textbf{Dataset} & \\textbf{Number of Samples} \\\\ \\midrule',
];
const foot = [
  '\\bottomrule',
  '\\end{tabular}',
  '\\caption{Breakdown of datasets included in the evaluation set.}',
  '\\label{tab:eval-dataset}',
  '\\end{table}',
];

function bibTeX({ key, title, authors, venue, year }: CitedBenchmark): string {
  const fields = [`title={${title}}`, `author={${authors}}`, `howpublished={${venue}}`, `year={${year}}`];
  return `@misc{${key},\n${fields.map((field) => `  ${field}`).join(',\n')}\n}`;
}

function escaped(name: string): string {
  return name.replace(/[&%$#_{}~^\\]/g, (sign) => (/[~^\\]/.test(sign) ? ' ' : `\\${sign}`));
}
