import type { RunRecord } from '../core/run-record.js';
import { HretError, type HretErrorCode } from '../errors.js';
import { EvaluationResult, type SampleSource } from './evaluation-result.js';
import type { TrackerOutcome } from './result-info.js';
import { resultTools } from './result-tools.js';
import { howToGoOn } from './resume.js';

/** The result of a run that is over; throws when it was stopped or failed, with how to go on or the first errors. */
export function settled(
  record: RunRecord,
  source: SampleSource,
  outputDir: string,
  trackers: readonly TrackerOutcome[],
): EvaluationResult {
  const { runId, status, error, errorCode, firstErrors = [] } = record;
  if (status === 'finished') return new EvaluationResult(record, source, resultTools, trackers);
  if (status === 'interrupted') {
    throw new HretError(
      'interrupted',
      `The run "${record.name}" was stopped; what was answered is kept. ${howToGoOn(record, outputDir)}`,
      { runId },
    );
  }
  // What stopped the run is the error of its last sample too.
  const others = firstErrors.filter((line) => error === undefined || !line.endsWith(error));
  const listed = others.map((line) => `\n  ${line}`).join('');
  throw new HretError(
    (errorCode ?? 'nothing_scored') as HretErrorCode,
    `The run "${record.name}" failed: ${error ?? 'no reason was recorded'}${listed}`,
    { runId },
  );
}
