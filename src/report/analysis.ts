import { type AnalysisInput, analyse } from './analysis/analyse.js';
import { markdownReport } from './analysis/markdown.js';

/** The analysis report of a run in four sections, as Markdown or as JSON text. The same run gives the same report. */
export function analysisReport(input: AnalysisInput, format: 'markdown' | 'json'): string {
  const analysis = analyse(input);
  return format === 'json' ? JSON.stringify(analysis, null, 2) : markdownReport(input, analysis);
}
