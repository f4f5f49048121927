import { resolve } from 'node:path';
import { messageOf } from '../../errors.js';
import type { Sitting } from '../sitting.js';
import { hubFinding, variableFindings } from './environment.js';
import type { Finding } from './finding.js';
import { folderProblem } from './folder.js';
import { nodeFinding, packageFindings } from './packages.js';
import { historyFinding, runFindings } from './runs.js';

export type { Finding } from './finding.js';

/** Looks at what hret stands on: Node, its packages, the output folder, the environment. Asks no service. */
export async function* doctorFindings(open: () => Sitting, outputDir: string): AsyncGenerator<Finding> {
  yield nodeFinding();
  const problem = folderProblem(outputDir);
  const folder = resolve(outputDir);
  if (problem !== undefined) {
    const advice = 'Name another with --output-dir, or make it writable.';
    yield { what: 'output folder', state: 'problem', found: `${folder} ${problem}`, advice };
  } else yield { what: 'output folder', state: 'ok', found: folder };
  yield* found('runs', async function* () {
    const sitting = open();
    yield await historyFinding(sitting);
    yield* await runFindings(sitting);
    for (const warning of sitting.warnings()) yield { what: 'runs', state: 'problem', found: warning };
    yield await hubFinding(sitting.world);
    yield* variableFindings(sitting.world.env);
  });
  yield* packageFindings(process.cwd());
}

/** What goes wrong while looking is found too. */
async function* found(what: string, look: () => AsyncGenerator<Finding>): AsyncGenerator<Finding> {
  try {
    yield* look();
  } catch (error) {
    yield { what, state: 'problem', found: messageOf(error) };
  }
}
