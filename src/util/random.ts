const TWO_POW_32 = 2 ** 32;

/**
 * A small fast source of floats in [0, 1) with 32 random bits, for the bootstrap: Doty-Humphrey's sfc32 (PractRand),
 * seeded through splitmix32. Not for secrets. Throws RangeError when the seed is not a safe integer.
 */
export function fastRandom(seed: number): () => number {
  const state = fastRandomState(seed);
  return () => nextFastWord(state) / TWO_POW_32;
}

/** The four words of a seeded sfc32, for a loop that steps the generator itself; `fastRandom` starts from the same. */
export function fastRandomState(seed: number): Int32Array {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed must be a safe integer, got ${seed}.`);
  const low = seed | 0;
  const high = Math.floor(seed / TWO_POW_32) | 0;
  const state = Int32Array.of(splitmix32(low), splitmix32(low + 0x9e3779b9), splitmix32(~high), 1);
  // Neighbouring seeds start close together; sfc32 needs about a dozen steps to pull them apart.
  for (let step = 0; step < 15; step += 1) nextFastWord(state);
  return state;
}

function nextFastWord(state: Int32Array): number {
  const [a, b, c, counter] = [wordAt(state, 0), wordAt(state, 1), wordAt(state, 2), wordAt(state, 3)];
  const word = (a + b + counter) | 0;
  state[0] = b ^ (b >>> 9);
  state[1] = c + (c << 3);
  state[2] = ((c << 21) | (c >>> 11)) + word;
  state[3] = counter + 1;
  return word >>> 0;
}

/** One output of Steele's splitmix, in its 32-bit form with the finalizer of MurmurHash3. */
function splitmix32(seed: number): number {
  let word = (seed + 0x9e3779b9) | 0;
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return word ^ (word >>> 15);
}

function wordAt(words: Uint32Array | Int32Array, index: number): number {
  return words[index] as number;
}
