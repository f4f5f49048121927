import { amountFigure, ratioFigure } from '../lib/figure.js';
import { LOOP_CHARS, loopRun, loopSamples } from '../lib/loop-run.js';
import { inPairs } from '../lib/pairs.js';
import type { Suite } from '../lib/suite.js';

const FEW = 10_000;

export const suite: Suite = {
  name: 'memory',
  summary: 'peak memory of a run of a million samples, against the same program with ten thousand',
  async run(options) {
    const many = options.isQuick ? 50_000 : 1_000_000;
    const manySamples = await loopSamples(many, options);
    const fewSamples = await loopSamples(FEW, options);
    const peaks = await inPairs(
      options.pairs,
      async () => (await loopRun(many, { samples: manySamples }, options)).maxRssMb,
      async () => (await loopRun(FEW, { samples: fewSamples }, options)).maxRssMb,
    );
    const title = `${many.toLocaleString('en-US')} samples of ${LOOP_CHARS} characters: peak memory`;
    return [
      ratioFigure(
        { name: `${title}, growth`, unit: 'MB', against: 'the same with 10,000 samples', target: { atMost: 1.25 } },
        peaks,
      ),
      amountFigure(
        { name: title, unit: 'MB', target: { atMost: 250 } },
        peaks.map(([peak]) => peak),
      ),
    ];
  },
};
