import type { Figure } from './suite.js';
import { isHigherBetter } from './target.js';

export interface SuiteFigures {
  readonly name: string;
  readonly figures: readonly Figure[];
}

/** Ratios that were kept, by suite and by figure. Amounts are not among them: they say more about the machine. */
export type Ratios = Readonly<Record<string, Readonly<Record<string, number>>>>;

const WORSE_BY = 0.15;

/** The ratios of these suites, put over the ones kept for others. */
export function keptRatios(kept: Ratios, suites: readonly SuiteFigures[]): Ratios {
  const measured = suites.map(({ name, figures }) => [name, ratiosOf(figures)] as const);
  return { ...kept, ...Object.fromEntries(measured) };
}

/** A line for each ratio that is more than 15 % worse than the kept one, unless some pair was as good as that. */
export function regressions(kept: Ratios, suites: readonly SuiteFigures[]): string[] {
  return suites.flatMap(({ name, figures }) =>
    figures.flatMap((figure) => {
      const before = kept[name]?.[figure.name];
      if (figure.ratio === undefined || before === undefined || !isWorse(figure, figure.ratio, before)) return [];
      const percent = Math.abs(figure.ratio / before - 1) * 100;
      return [
        `${name}: ${figure.name}: ratio ${figure.ratio.toFixed(2)}, was ${before.toFixed(2)} (${percent.toFixed(0)} % worse)`,
      ];
    }),
  );
}

function isWorse(figure: Figure, ratio: number, before: number): boolean {
  const [least, most] = figure.spread;
  return isHigherBetter(figure)
    ? ratio < before * (1 - WORSE_BY) && most < before
    : ratio > before * (1 + WORSE_BY) && least > before;
}

function ratiosOf(figures: readonly Figure[]): Record<string, number> {
  const ratios: Record<string, number> = {};
  for (const { name, ratio } of figures) if (ratio !== undefined) ratios[name] = Number(ratio.toPrecision(4));
  return ratios;
}
