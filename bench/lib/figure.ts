import { compared, median, spreadOf } from './pairs.js';
import type { Figure } from './suite.js';

type About = Pick<Figure, 'name' | 'unit' | 'against' | 'target'>;

/** A figure about the ratio of pairs. */
export function ratioFigure(about: About, measured: readonly (readonly [ours: number, baseline: number])[]): Figure {
  return { ...about, ...compared(measured), pairs: measured.length };
}

/** A figure about an amount. */
export function amountFigure(about: About, values: readonly number[]): Figure {
  return { ...about, ours: median(values), spread: spreadOf(values), pairs: values.length };
}
