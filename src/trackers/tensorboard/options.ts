import { z } from 'zod';

export const tensorBoardOptions = z.strictObject({
  logDir: z
    .string()
    .min(1)
    .optional()
    .describe(
      'folder for the event files, what tensorboard is given as --logdir (default: tensorboard in the output folder)',
    ),
});
export type TensorBoardOptions = z.output<typeof tensorBoardOptions>;
