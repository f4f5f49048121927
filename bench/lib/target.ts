import type { Figure, Target } from './suite.js';

/** `≥ 0.60`, or nothing without a target. */
export function targetText(target: Target | undefined, format: (value: number) => string): string {
  if (target === undefined) return '';
  return 'atLeast' in target ? `≥ ${format(target.atLeast)}` : `≤ ${format(target.atMost)}`;
}

/** `met`, or by how much of the target it is missed; nothing without a target. */
export function verdictOf(figure: Figure): string {
  const { target, ratio, ours } = figure;
  if (target === undefined) return '';
  const value = ratio ?? ours;
  const [limit, lack] =
    'atLeast' in target ? [target.atLeast, target.atLeast - value] : [target.atMost, value - target.atMost];
  if (lack <= 0) return 'met';
  const percent = (lack / Math.abs(limit)) * 100;
  return `missed by ${percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

/** A target says which way is better; without one, a rate should be high and everything else low. */
export function isHigherBetter({ target, unit }: Pick<Figure, 'target' | 'unit'>): boolean {
  return target === undefined ? unit.endsWith('/s') : 'atLeast' in target;
}
