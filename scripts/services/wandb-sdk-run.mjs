/** Logs three rows with `@wandb/sdk` as its README says, careful to catch what can be caught. Run it where the package is. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { wandb } = await import(pathToFileURL(createRequire(join(process.cwd(), 'x.js')).resolve('@wandb/sdk')).href);
try {
  const run = await wandb.init({ project: 'p1', entity: 'ent', id: 'sdk-run', config: { lr: 0.1 } });
  const row = { accuracy: 0.5 };
  run.log(row, 0);
  run.log({ accuracy: 0.6 }, 1);
  run.log({ accuracy: 0.7 }, 2);
  await run.finish();
  console.log(JSON.stringify({ row, signals: process.listenerCount('SIGTERM') }));
} catch (error) {
  console.log(JSON.stringify({ caught: String(error) }));
}
