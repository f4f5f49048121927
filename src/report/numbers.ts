/** Shown where there is no number. */
export const NO_NUMBER = '–';

/** `0.6842`, `120.50`, `12,345.7`. */
export function formatValue(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return NO_NUMBER;
  if (value !== 0 && Math.abs(value) < 0.0005) return value.toExponential(1);
  return fixed(value, decimalsFor(value));
}

/** `[0.61, 0.75]`; more decimals for a narrow one. */
export function formatInterval(interval: readonly [number, number] | undefined): string {
  if (interval === undefined || !interval.every(Number.isFinite)) return NO_NUMBER;
  const [low, high] = interval;
  const decimals = intervalDecimals(high - low);
  return `[${fixed(low, decimals)}, ${fixed(high, decimals)}]`;
}

/** `p < 0.001`, `p = 0.034`; never rounded up to the usual threshold. */
export function formatPValue(pValue: number): string {
  if (!Number.isFinite(pValue)) return `p ${NO_NUMBER}`;
  if (pValue < 0.001) return 'p < 0.001';
  if (pValue >= 0.9995) return pValue < 1 ? 'p > 0.999' : 'p = 1';
  const isJustBelow = pValue < 0.05 && pValue.toFixed(3) === '0.050';
  return `p = ${isJustBelow ? cutDown(pValue) : pValue.toFixed(3)}`;
}

/** `12,345`. */
export function formatCount(count: number | undefined): string {
  if (count === undefined || !Number.isFinite(count)) return NO_NUMBER;
  return grouped(String(Math.round(count)));
}

/** `850 ms`, `3.2 s`, `2 min 5 s`, `1 h 3 min`, `2 d 4 h`. */
export function formatDuration(milliseconds: number | undefined): string {
  if (milliseconds === undefined || !Number.isFinite(milliseconds)) return NO_NUMBER;
  if (Math.round(milliseconds) < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `$0.0123`, `$12.30`; `<$0.0001` for what would round to nothing. */
export function formatCost(dollars: number | undefined): string {
  if (dollars === undefined || !Number.isFinite(dollars)) return NO_NUMBER;
  if (dollars > 0 && dollars < 0.0001) return '<$0.0001';
  return `$${fixed(dollars, dollars < 0.99995 ? 4 : 2)}`;
}

/** `+12.0 points` for shares, `-3.4100` for other numbers. */
export function formatDifference(difference: number, isShare: boolean): string {
  const shown = isShare ? formatPoints(difference) : formatValue(difference);
  return `${difference > 0 ? '+' : ''}${shown}`;
}

/** `12.0 points`: a hundredth of a share each. */
export function formatPoints(difference: number): string {
  return `${fixed(difference * 100, 1)} points`;
}

/** `[4.6, 19.1] points`. */
export function formatPointInterval([low, high]: readonly [number, number]): string {
  return `[${fixed(low * 100, 1)}, ${fixed(high * 100, 1)}] points`;
}

function decimalsFor(value: number): number {
  const size = Math.abs(value);
  return size < 10 ? 4 : size < 1000 ? 2 : 1;
}

function intervalDecimals(width: number): number {
  if (width >= 10) return 1;
  return width > 0 ? Math.min(4, Math.max(2, 1 + Math.ceil(-Math.log10(width) - 1e-9))) : 4;
}

function fixed(value: number, decimals: number): string {
  const digits = Math.abs(value).toFixed(decimals);
  const shown = Math.abs(value) < 999 ? digits : groupedNumber(digits);
  return value < 0 && /[1-9]/.test(shown) ? `-${shown}` : shown;
}

function groupedNumber(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  return fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** Four decimals, cut and not rounded, so that 0.04999 does not read 0.0500. */
function cutDown(value: number): string {
  return (Math.floor(value * 1e4) / 1e4).toFixed(4);
}
