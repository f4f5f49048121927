import type { TrackerPlugin } from '../../core/plugin.js';
import { mirrorTracker } from '../delivery/mirror.js';
import { eventFileCarrier } from './carrier.js';
import { type TensorBoardOptions, tensorBoardOptions } from './options.js';
import { parcelsOf } from './parcels.js';

/** Event files for TensorBoard: curves while the run goes on, its numbers, its result as text, a row for the HParams tab. */
export const plugin: TrackerPlugin<TensorBoardOptions> = {
  name: 'tensorboard',
  summary: 'event files for TensorBoard: scalars, a text summary, hyperparameters',
  options: tensorBoardOptions,
  create(options, world) {
    const { logDir } = options;
    return mirrorTracker({
      name: 'tensorboard',
      title: 'TensorBoard',
      world,
      options: logDir === undefined ? {} : { logDir },
      carrierFor: (record, folder) => eventFileCarrier(record, folder, world),
      parcels: parcelsOf(options, world),
    });
  },
};
