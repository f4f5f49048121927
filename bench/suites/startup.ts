import { fileURLToPath } from 'node:url';
import { runPlain } from '../lib/child.js';
import { amountFigure, ratioFigure } from '../lib/figure.js';
import { inPairs } from '../lib/pairs.js';
import { productModule } from '../lib/product.js';
import { programPath } from '../lib/program.js';
import type { Suite } from '../lib/suite.js';

/** A start takes some 40 ms, so a single one says little. */
const STARTS_A_PAIR = 4;

export const suite: Suite = {
  name: 'startup',
  summary: 'starting the command line, and importing the package, against starting Node alone',
  async run({ pairs, say }) {
    const starts = pairs * STARTS_A_PAIR;
    const bare = () => timeOf('-e', '0');
    const help = () => timeOf(fileURLToPath(productModule('cli/main.js')), '--help');
    const importing = () => timeOf(programPath('import-hret'));
    await inPairs(2, help, importing); // fills the file cache
    say('hret --help');
    const helps = await inPairs(starts, help, bare);
    say('import "hret"');
    const imports = await inPairs(starts, importing, bare);
    return [
      ratioFigure({ name: 'hret --help', unit: 'ms', against: 'node -e 0', target: { atMost: 2.2 } }, helps),
      amountFigure(
        { name: 'import "hret", over node -e 0', unit: 'ms', target: { atMost: 60 } },
        imports.map(([ours, baseline]) => ours - baseline),
      ),
    ];
  },
};

async function timeOf(...args: readonly string[]): Promise<number> {
  const { wallMs, code, stderr } = await runPlain([process.execPath, ...args]);
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with exit code ${code}.\n${stderr}`);
  return wallMs;
}
