/**
 * The chance that k of n trials, drawn without replacement, hold a right one, when c were right: 1 - C(n-c, k) / C(n, k), the unbiased
 * estimator of Chen et al. 2021 (https://arxiv.org/abs/2107.03374). `undefined` for fewer than k trials.
 */
export function passAtK(n: number, c: number, k: number): number | undefined {
  if (k > n || k < 1 || c > n || c < 0) return undefined;
  if (n - c < k) return 1;
  let none = 1;
  for (let place = n - c + 1; place <= n; place++) none *= 1 - k / place;
  return 1 - none;
}

/** The chance that all k of n trials drawn without replacement are right (pass^k): C(c, k) / C(n, k). */
export function passAllK(n: number, c: number, k: number): number | undefined {
  if (k > n || k < 1 || c > n || c < 0) return undefined;
  let all = 1;
  for (let place = 0; place < k; place++) all *= Math.max(0, c - place) / (n - place);
  return all;
}
