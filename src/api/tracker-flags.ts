import { warnUser } from './log.js';

const titles = { mlflow: 'MLflow', wandb: 'Weights & Biases', tensorboard: 'TensorBoard' } as const;
export type TrackerName = keyof typeof titles;

/** A tracker of the guide, whether this version has it or not. */
export function isKnownTracker(name: string): name is TrackerName {
  return Object.hasOwn(titles, name);
}

const told = new Set<TrackerName>();

/** Says once, clearly, that a tracker somebody asked for is not part of this version, so that nobody waits for numbers that never come. */
export function announceTracker(name: TrackerName, options: Readonly<Record<string, unknown>> = {}): void {
  if (told.has(name)) return;
  told.add(name);
  const wanted = Object.entries(options)
    .map(([key, value]) => `${key} ${JSON.stringify(value)}`)
    .join(', ');
  warnUser(
    `${titles[name]} tracking${wanted && ` (${wanted})`} is not part of this version: nothing is sent there. ` +
      'The run is kept in the history. To push it yourself now, use addMlopsIntegration or registerTracker.',
  );
}
