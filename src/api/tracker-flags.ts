import { warnUser } from './log.js';

const titles = { mlflow: 'MLflow', wandb: 'Weights & Biases', tensorboard: 'TensorBoard' } as const;
export type TrackerName = keyof typeof titles;

/** A tracker of the guide, whether this version has it or not. */
export function isKnownTracker(name: string): name is TrackerName {
  return Object.hasOwn(titles, name);
}

const told = new Set<TrackerName>();

/** Says clearly that a tracker somebody asked for is not part of this version, so that nobody waits for numbers that never come. */
export function trackerNotice(name: TrackerName, options: Readonly<Record<string, unknown>> = {}): string {
  const wanted = Object.entries(options).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  return (
    `${titles[name]} tracking${wanted.length > 0 ? ` (${wanted.join(', ')})` : ''} is not part of this version: nothing is sent there. ` +
    'The run is kept in the history. To push it yourself now, use addMlopsIntegration or registerTracker.'
  );
}

/** Says it once a process, for a context that names a tracker. */
export function announceTracker(name: TrackerName, options: Readonly<Record<string, unknown>> = {}): void {
  if (told.has(name)) return;
  told.add(name);
  warnUser(trackerNotice(name, options));
}
