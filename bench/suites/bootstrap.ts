import { ratioFigure } from '../lib/figure.js';
import { runProgram } from '../lib/program.js';
import type { Suite } from '../lib/suite.js';
import type { BootstrapInput, BootstrapReport } from '../programs/bootstrap.js';

const VALUES = 1000;
const RESAMPLES = 10_000;

export const suite: Suite = {
  name: 'bootstrap',
  summary: 'the bootstrap interval of a mean, against a loop over typed arrays written for that alone',
  async run({ pairs, isQuick, say }) {
    const resamples = isQuick ? RESAMPLES / 10 : RESAMPLES;
    say(`${VALUES} values, ${resamples} resamples`);
    const input: BootstrapInput = { pairs, values: VALUES, resamples };
    const { report } = await runProgram<BootstrapReport>('bootstrap', input);
    const name = `${VALUES.toLocaleString('en-US')} values, ${resamples.toLocaleString('en-US')} resamples`;
    return [
      ratioFigure({ name, unit: 'ms', against: 'xorshift32 over a Float64Array', target: { atMost: 2 } }, report),
    ];
  },
};
