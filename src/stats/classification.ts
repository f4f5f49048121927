/** How often each class was right, was said, and was both. What is right but not said is an answer that names no class. */
export interface ClassCounts {
  readonly support: readonly number[];
  readonly said: readonly number[];
  readonly right: readonly number[];
}

/**
 * F1 of each class as scikit-learn's `f1_score`: 2 right / (support + said). `undefined` for a class that is neither right nor
 * said anywhere.
 */
export function f1OfClasses({ support, said, right }: ClassCounts): (number | undefined)[] {
  return support.map((count, one) => {
    const total = count + (said[one] ?? 0);
    return total === 0 ? undefined : (2 * (right[one] ?? 0)) / total;
  });
}

/** The mean of the F1 of the classes that occur (`average="macro"`). An answer that names no class is one that its class missed. */
export function macroF1(counts: ClassCounts): number | undefined {
  const known = f1OfClasses(counts).filter((value) => value !== undefined);
  return known.length === 0 ? undefined : sum(known) / known.length;
}

/** The mean of the classes' F1, each counted as often as it is right (`average="weighted"`). */
export function weightedF1(counts: ClassCounts): number | undefined {
  const total = sum(counts.support);
  if (total === 0) return undefined;
  return sum(f1OfClasses(counts).map((value = 0, one) => value * (counts.support[one] ?? 0))) / total;
}

/** F1 over all decisions together (`average="micro"`): the accuracy, where every answer names a class. */
export function microF1({ support, said, right }: ClassCounts): number | undefined {
  const total = sum(support) + sum(said);
  return total === 0 ? undefined : (2 * sum(right)) / total;
}

/**
 * Matthews' correlation for any number of classes (Gorodkin 2004, "Comparing two K-category assignments by a K-category
 * correlation coefficient"), as scikit-learn's `matthews_corrcoef`: 0 where only one class is right or only one is said.
 */
export function matthewsCorrelation({ support, said, right }: ClassCounts): number | undefined {
  const total = sum(support);
  if (total === 0) return undefined;
  const none = total - sum(said);
  const covariance = sum(right) * total - product(support, said);
  const spread = (total ** 2 - product(support, support)) * (total ** 2 - product(said, said) - none ** 2);
  return spread === 0 ? 0 : covariance / Math.sqrt(spread);
}

/** Cohen's kappa (1960), as scikit-learn's `cohen_kappa_score`; `undefined` where only one class is right and said. */
export function cohenKappa({ support, said, right }: ClassCounts): number | undefined {
  const total = sum(support);
  if (total === 0) return undefined;
  const byChance = product(support, said) / total ** 2;
  return byChance === 1 ? undefined : (sum(right) / total - byChance) / (1 - byChance);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function product(some: readonly number[], others: readonly number[]): number {
  return some.reduce((total, value, place) => total + value * (others[place] ?? 0), 0);
}
