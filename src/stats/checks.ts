/** Throws RangeError, naming the place, unless every value is a finite number. */
export function requireFinite(values: readonly number[], name: string): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`${name}[${bad}] must be a finite number, got ${values[bad]}.`);
}

/** Throws RangeError unless both lists have one finite value per pair and there is at least one pair. */
export function requirePairs(a: readonly number[], b: readonly number[]): void {
  if (a.length !== b.length) {
    throw new RangeError(`Paired values must have the same length, got ${a.length} and ${b.length}.`);
  }
  if (a.length === 0) throw new RangeError('There are no pairs to compare.');
  requireFinite(a, 'a');
  requireFinite(b, 'b');
}

/** Throws RangeError unless the level is strictly between 0 and 1. */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`A confidence level must lie strictly between 0 and 1, got ${level}.`);
  }
}

/** Throws RangeError unless the probability is in [0, 1]. */
export function requireProbability(value: number, name: string): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} must be a probability, 0 to 1, got ${value}.`);
}

/** Throws RangeError unless the count is an integer of at least `least`. */
export function requireCount(count: number, name: string, least = 0): void {
  if (!Number.isSafeInteger(count) || count < least) {
    throw new RangeError(`${name} must be an integer of at least ${least}, got ${count}.`);
  }
}
