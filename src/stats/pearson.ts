/**
 * Pearson's correlation of paired values, pair i counted `times[i]` times (once unless given); `undefined` below two pairs and
 * where one side does not vary.
 */
export function pearson(pairs: readonly (readonly [number, number])[], times?: ArrayLike<number>): number | undefined {
  const counted = pairs.flatMap(([x, y], place): [number, number, number][] => {
    const weight = times === undefined ? 1 : (times[place] ?? 0);
    return weight === 0 ? [] : [[x, y, weight]];
  });
  const [first] = counted;
  const n = counted.reduce((sum, [, , weight]) => sum + weight, 0);
  if (first === undefined || n < 2) return undefined;
  // Measured from the first pair, so that equal values do not vary at all rather than by rounding.
  const [startX, startY] = first;
  const meanX = counted.reduce((sum, [x, , weight]) => sum + weight * (x - startX), 0) / n;
  const meanY = counted.reduce((sum, [, y, weight]) => sum + weight * (y - startY), 0) / n;
  let together = 0;
  let ofX = 0;
  let ofY = 0;
  for (const [x, y, weight] of counted) {
    const [offX, offY] = [x - startX - meanX, y - startY - meanY];
    together += weight * offX * offY;
    ofX += weight * offX ** 2;
    ofY += weight * offY ** 2;
  }
  return ofX === 0 || ofY === 0 ? undefined : together / Math.sqrt(ofX * ofY);
}
