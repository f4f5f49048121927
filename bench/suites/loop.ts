import { amountFigure } from '../lib/figure.js';
import { LOOP_CHARS, loopRun, loopSamples } from '../lib/loop-run.js';
import { repeat } from '../lib/pairs.js';
import type { BenchOptions, Figure, Suite } from '../lib/suite.js';

export const suite: Suite = {
  name: 'loop',
  summary: "a user's function that answers at once, journal and history on: what the loop itself takes",
  async run(options) {
    const n = options.isQuick ? 50_000 : 1_000_000;
    const samples = await loopSamples(n, options);
    const title = `${n.toLocaleString('en-US')} samples of ${LOOP_CHARS} characters`;
    return [
      await rate(`${title}, all defaults`, n, { samples }, options, { atLeast: 60_000 }),
      await rate(`${title}, languagePenalize: false`, n, { samples, languagePenalize: false }, options),
    ];
  },
};

async function rate(
  name: string,
  n: number,
  input: Parameters<typeof loopRun>[1],
  options: BenchOptions,
  target?: { readonly atLeast: number },
): Promise<Figure> {
  const rates = await repeat(
    options.pairs,
    async () => (n / (await loopRun(n, input, options)).report.milliseconds) * 1000,
  );
  return amountFigure({ name, unit: 'samples/s', ...(target !== undefined && { target }) }, rates);
}
