const STATE_SIZE = 624;
const SHIFT_SIZE = 397;
const TWO_POW_32 = 2 ** 32;

/**
 * Gives the numbers of CPython's `random.Random(seed)` for any integer seed, bit for bit: the MT19937 generator of
 * Matsumoto and Nishimura (1998), seeded as `_randommodule.c` does and drawn from as `Lib/random.py` does.
 * Methods keep their Python names so that a port can be read beside its source.
 */
export class PythonRandom {
  readonly #state = new Uint32Array(STATE_SIZE);
  #position = STATE_SIZE;

  /** Takes the seed's absolute value, as CPython does; throws RangeError when a number is not a safe integer. */
  constructor(seed: number | bigint) {
    if (typeof seed === 'number' && !Number.isSafeInteger(seed)) {
      throw new RangeError(`A seed must be a safe integer or a bigint, got ${seed}.`);
    }
    seedByArray(this.#state, wordsOf(BigInt(seed)));
  }

  /** A float in [0, 1) with 53 random bits. */
  random(): number {
    const high = this.#nextWord() >>> 5;
    const low = this.#nextWord() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  /** An integer of `bits` random bits, 0 to 53; throws RangeError beyond, where a number is no longer exact. */
  getrandbits(bits: number): number {
    if (!Number.isInteger(bits) || bits < 0 || bits > 53) {
      throw new RangeError(`getrandbits takes 0 to 53 bits, got ${bits}.`);
    }
    if (bits === 0) return 0;
    if (bits <= 32) return this.#nextWord() >>> (32 - bits);
    const low = this.#nextWord();
    return (this.#nextWord() >>> (64 - bits)) * TWO_POW_32 + low;
  }

  /** An integer in [0, bound); throws RangeError unless bound is a positive safe integer. */
  randbelow(bound: number): number {
    if (!Number.isSafeInteger(bound) || bound < 1) {
      throw new RangeError(`randbelow needs a positive integer bound, got ${bound}.`);
    }
    const bits = bitLength(bound);
    let drawn = this.getrandbits(bits);
    while (drawn >= bound) drawn = this.getrandbits(bits);
    return drawn;
  }

  /** `count` items without replacement, in order drawn; throws RangeError when there are fewer items than that. */
  sample<Item>(population: readonly Item[], count: number): Item[] {
    if (!Number.isInteger(count) || count < 0 || count > population.length) {
      throw new RangeError(`Cannot draw ${count} of ${population.length} items without replacement.`);
    }
    return population.length <= largestPool(count)
      ? this.#sampleFromPool([...population], count)
      : this.#sampleBySet(population, count);
  }

  /** `count` items with replacement, all equally likely; throws RangeError for an empty population or a bad count. */
  choices<Item>(population: readonly Item[], count = 1): Item[] {
    if (population.length === 0) throw new RangeError('Cannot choose from an empty population.');
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`Cannot choose ${count} items.`);
    const chosen: Item[] = [];
    // A plain loop, since lm-eval's bootstrap draws a hundred million of these.
    while (chosen.length < count) chosen.push(itemAt(population, Math.floor(this.random() * population.length)));
    return chosen;
  }

  /** Shuffles the list in place. */
  shuffle<Item>(list: Item[]): void {
    for (let last = list.length - 1; last > 0; last -= 1) {
      const other = this.randbelow(last + 1);
      const moved = itemAt(list, last);
      list[last] = itemAt(list, other);
      list[other] = moved;
    }
  }

  #sampleFromPool<Item>(pool: Item[], count: number): Item[] {
    return Array.from({ length: count }, (_, drawn) => {
      const index = this.randbelow(pool.length - drawn);
      const item = itemAt(pool, index);
      pool[index] = itemAt(pool, pool.length - drawn - 1);
      return item;
    });
  }

  #sampleBySet<Item>(population: readonly Item[], count: number): Item[] {
    const seen = new Set<number>();
    return Array.from({ length: count }, () => {
      let index = this.randbelow(population.length);
      while (seen.has(index)) index = this.randbelow(population.length);
      seen.add(index);
      return itemAt(population, index);
    });
  }

  #nextWord(): number {
    if (this.#position === STATE_SIZE) {
      twist(this.#state);
      this.#position = 0;
    }
    let word = wordAt(this.#state, this.#position);
    this.#position += 1;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }
}

/** The magnitude of an integer as 32-bit words, lowest first; zero is one word, as in CPython. */
function wordsOf(seed: bigint): number[] {
  const words: number[] = [];
  let rest = seed < 0n ? -seed : seed;
  do {
    words.push(Number(rest & 0xffffffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return words;
}

/** `init_by_array` of mt19937ar.c. */
function seedByArray(state: Uint32Array, key: readonly number[]): void {
  state[0] = 19_650_218;
  for (let index = 1; index < STATE_SIZE; index += 1) {
    state[index] = Math.imul(mixed(state, index), 1_812_433_253) + index;
  }
  let position = 1;
  const advance = () => {
    position += 1;
    if (position < STATE_SIZE) return;
    state[0] = wordAt(state, STATE_SIZE - 1);
    position = 1;
  };
  for (let round = 0; round < Math.max(STATE_SIZE, key.length); round += 1) {
    const keyIndex = round % key.length;
    const product = Math.imul(mixed(state, position), 1_664_525);
    state[position] = (wordAt(state, position) ^ product) + itemAt(key, keyIndex) + keyIndex;
    advance();
  }
  for (let round = 0; round < STATE_SIZE - 1; round += 1) {
    const product = Math.imul(mixed(state, position), 1_566_083_941);
    state[position] = (wordAt(state, position) ^ product) - position;
    advance();
  }
  state[0] = 0x80000000;
}

function mixed(state: Uint32Array, index: number): number {
  const previous = wordAt(state, index - 1);
  return previous ^ (previous >>> 30);
}

function twist(state: Uint32Array): void {
  for (let index = 0; index < STATE_SIZE; index += 1) {
    const next = wordAt(state, index + 1 < STATE_SIZE ? index + 1 : 0);
    const joined = (wordAt(state, index) & 0x80000000) | (next & 0x7fffffff);
    const far = wordAt(state, index + SHIFT_SIZE < STATE_SIZE ? index + SHIFT_SIZE : index + SHIFT_SIZE - STATE_SIZE);
    state[index] = far ^ (joined >>> 1) ^ (next & 1 ? 0x9908b0df : 0);
  }
}

/** CPython takes a copy of the population up to this size, where a list is smaller than a set. */
function largestPool(count: number): number {
  return count > 5 ? 21 + 4 ** Math.ceil(Math.log(count * 3) / Math.log(4)) : 21;
}

function bitLength(value: number): number {
  const high = Math.floor(value / TWO_POW_32);
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(value);
}

// Both are called only with an index already known to be inside, which the type checker cannot see.
function wordAt(words: Uint32Array | Int32Array, index: number): number {
  return words[index] as number;
}

function itemAt<Item>(items: readonly Item[], index: number): Item {
  return items[index] as Item;
}
