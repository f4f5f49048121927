import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Why nothing can be kept in a folder, which need not exist yet; `undefined` when something can. Makes nothing. */
export function folderProblem(folder: string): string | undefined {
  let nearest = resolve(folder);
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  if (!statSync(nearest).isDirectory())
    return nearest === resolve(folder) ? 'is a file' : `is below ${nearest}, a file`;
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
    return undefined;
  } catch {
    return nearest === resolve(folder) ? 'cannot be written to' : `cannot be made: ${nearest} cannot be written to`;
  }
}
