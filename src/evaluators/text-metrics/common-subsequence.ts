/** The bits of one token: `bits[k]` are its places in the word `words[k]` of 32 places each. */
interface Mask {
  readonly words: number[];
  readonly bits: number[];
}

const LARGEST = 0xffffffff;

/**
 * The length of the longest common subsequence, 32 places at a time (Hyyrö, "Bit-parallel LCS-length computation revisited",
 * 2004). Takes `some.length * others.length / 32` steps, and fewer where tokens differ.
 */
export function commonSubsequence(some: readonly string[], others: readonly string[]): number {
  const masks = masksOf(some);
  // A place whose bit is 0 ends one more token of the subsequence.
  const row = new Uint32Array(Math.ceil(some.length / 32)).fill(LARGEST);
  for (const token of others) {
    const mask = masks.get(token);
    if (mask !== undefined) advance(row, mask);
  }
  return row.reduce((zeros, word) => zeros + 32 - bitsIn(word), 0);
}

function masksOf(tokens: readonly string[]): ReadonlyMap<string, Mask> {
  const masks = new Map<string, Mask>();
  for (const [place, token] of tokens.entries()) {
    const mask = masks.get(token) ?? { words: [], bits: [] };
    masks.set(token, mask);
    const word = place >>> 5;
    if (mask.words.at(-1) === word) mask.bits.push((mask.bits.pop() ?? 0) | (1 << (place & 31)));
    else {
      mask.words.push(word);
      mask.bits.push(1 << (place & 31));
    }
  }
  return masks;
}

/** `row = (row + (row & mask)) | (row & ~mask)`, over all words, of which most are 0 in the mask. */
function advance(row: Uint32Array, { words, bits }: Mask): void {
  let carry = 0;
  let at = 0;
  for (let place = 0; place < words.length; place++) {
    const word = words[place] ?? 0;
    for (; carry > 0 && at < word; at++) carry = carried(row, at);
    const [before, mask] = [row[word] ?? 0, bits[place] ?? 0];
    const sum = before + ((before & mask) >>> 0) + carry;
    row[word] = sum | (before & ~mask);
    carry = sum > LARGEST ? 1 : 0;
    at = word + 1;
  }
  for (; carry > 0 && at < row.length; at++) carry = carried(row, at);
}

/** Adds 1 to a word that the mask leaves alone. */
function carried(row: Uint32Array, at: number): number {
  const before = row[at] ?? 0;
  row[at] = (before + 1) | before;
  return before === LARGEST ? 1 : 0;
}

function bitsIn(word: number): number {
  let pairs = word - ((word >>> 1) & 0x55555555);
  pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return (((pairs + (pairs >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
