/** Mean and sum of squared deviations of values that come one by one (Welford 1962); two of them can be joined (Chan 1979). */
export class RunningMean {
  n = 0;
  mean = 0;
  /** Sum of squared deviations from the mean. */
  squares = 0;
  /** Whether all values were 0 or 1. */
  isBinary = true;

  add(value: number): void {
    this.n++;
    const delta = value - this.mean;
    this.mean += delta / this.n;
    this.squares += delta * (value - this.mean);
    if (value !== 0 && value !== 1) this.isBinary = false;
  }

  join(other: Pick<RunningMean, 'n' | 'mean' | 'squares' | 'isBinary'>): void {
    if (other.n === 0) return;
    const n = this.n + other.n;
    const delta = other.mean - this.mean;
    this.squares += other.squares + (delta * delta * this.n * other.n) / n;
    this.mean += (delta * other.n) / n;
    this.n = n;
    this.isBinary &&= other.isBinary;
  }

  /** Standard error of the mean; `undefined` below two values. */
  get standardError(): number | undefined {
    return this.n < 2 ? undefined : Math.sqrt(this.squares / (this.n - 1) / this.n);
  }
}
