import type { Tracker } from '../core/tracker.js';
import { isMirror } from '../trackers/delivery/is-mirror.js';
import type { TrackerOutcome } from './result-info.js';
import { outputDirFlag } from './resume.js';
import type { Sitting } from './sitting.js';

/** Says what became of what the trackers were told, a line for each that has something to say; what is left is a warning that names the command. */
export function tellOutcomes(
  trackers: readonly Tracker[],
  runId: string,
  { log, outputDir }: Pick<Sitting, 'log' | 'outputDir'>,
): TrackerOutcome[] {
  const told = trackers.flatMap((tracker) => {
    const outcome = tracker.outcome?.();
    return outcome === undefined ? [] : [{ tracker, outcome }];
  });
  for (const { tracker, outcome } of told) log.say(isComplete(tracker) ? 'info' : 'warn', outcome);
  if (told.some(({ tracker }) => !isComplete(tracker)))
    log.say('warn', `Send what is left later with: hret sync ${runId}${outputDirFlag(outputDir)}`);
  return told.map(({ tracker: { name }, outcome }) => ({ name, outcome }));
}

function isComplete(tracker: Tracker): boolean {
  return !isMirror(tracker) || (tracker.delivery?.left ?? 0) === 0;
}
