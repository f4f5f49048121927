/** What raters said of one unit; a rater who said nothing is left out. */
export type Ratings<Value> = readonly Value[];

/**
 * Krippendorff's alpha for values of which two are the same or not (nominal): 1 is full agreement, 0 is what chance gives.
 * Units with fewer than two ratings say nothing. `undefined` where there is no unit to compare or only one value is ever
 * given, since nothing then tells agreement from habit (Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011).
 */
export function nominalAlpha(units: readonly Ratings<string>[]): number | undefined {
  return alpha(units, (values) => {
    const counts = new Map<string, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    let same = 0;
    for (const count of counts.values()) same += count * (count - 1);
    return values.length * (values.length - 1) - same;
  });
}

/** The same for numbers, where being two apart weighs four times as much as being one apart (interval). */
export function intervalAlpha(units: readonly Ratings<number>[]): number | undefined {
  return alpha(units, (values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    // Over all ordered pairs, (a - b)² adds up to 2 n times the squares around the mean.
    return 2 * values.length * values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  });
}

/**
 * The same for grades whose order says more than their distance (ordinal): two grades are as far apart as the ratings given in
 * between are many, each counted by its middle rank among all ratings of units with two or more.
 */
export function ordinalAlpha(units: readonly Ratings<number>[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of units.filter((values) => values.length > 1).flat())
    counts.set(value, (counts.get(value) ?? 0) + 1);
  const ranks = new Map<number, number>();
  let below = 0;
  for (const [value, count] of [...counts].sort(([a], [b]) => a - b)) {
    ranks.set(value, below + count / 2);
    below += count;
  }
  return intervalAlpha(units.map((values) => (values.length > 1 ? values.map((value) => ranks.get(value) ?? 0) : [])));
}

/** One minus observed over expected disagreement; `disagreement` is summed over all ordered pairs of a list. */
function alpha<Value>(
  units: readonly Ratings<Value>[],
  disagreement: (values: readonly Value[]) => number,
): number | undefined {
  const paired = units.filter((values) => values.length > 1);
  const all = paired.flat();
  const expected = all.length === 0 ? 0 : disagreement(all) / (all.length - 1);
  if (expected === 0) return undefined;
  const observed = paired.reduce((sum, values) => sum + disagreement(values) / (values.length - 1), 0);
  return 1 - observed / expected;
}
