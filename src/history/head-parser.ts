import type { JournalHead } from '../core/run-store.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const DOT = 0x2e;
const ZERO = 0x30;
const BACKSLASH = 0x5c;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const FIRST_PRINTABLE = 0x20;
const FIRST_NOT_ASCII = 0x80;

const COLON = Buffer.from(':');

/** What stands before each field, in the order a journal has them. */
const before = {
  key: Buffer.from('{"key":"'),
  index: Buffer.from(',"index":'),
  trial: Buffer.from(',"trial":'),
  scores: Buffer.from(',"scores":'),
  group: Buffer.from(',"group":"'),
  cluster: Buffer.from(',"cluster":"'),
  latencyMs: Buffer.from(',"latencyMs":'),
  attempts: Buffer.from(',"attempts":'),
  usage: Buffer.from(',"usage":'),
  costUsd: Buffer.from(',"costUsd":'),
  id: Buffer.from(',"id":"'),
};
const statuses = (['scored', 'unscored', 'truncated', 'failed'] as const).map((status) => ({
  status,
  bytes: Buffer.from(`,"status":"${status}"`),
}));
const stages = (['ask', 'score'] as const).map((stage) => ({ stage, bytes: Buffer.from(`,"stage":"${stage}"`) }));

/** Whole numbers of up to 15 digits are exact, and so are these, so that their quotient is the nearest number there is. */
const EXACT_DIGITS = 15;
const powersOfTen = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

/** Names remembered; nobody has more metrics. */
const MOST_NAMES = 32;

/** Mutable while it is put together. */
type Parts = { -readonly [Name in keyof JournalHead]: JournalHead[Name] };

/**
 * Reads heads as this program writes them, several times as fast as `JSON.parse`. What it does not know (an escaped
 * text, a number with an exponent, another order of the fields) it leaves to `JSON.parse`.
 */
export class HeadParser {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Names of metrics come again from row to row: comparing bytes is cheaper than making the text. */
  readonly #names: { readonly text: string; readonly bytes: Buffer }[] = [];

  /** The head of the line from `start`, or `undefined` when it is not known to be one. */
  parse(bytes: Buffer, start: number): JournalHead | undefined {
    this.#bytes = bytes;
    this.#at = start;
    const key = this.#isNext(before.key) ? this.#text() : undefined;
    const index = this.#isNext(before.index) ? this.#number() : undefined;
    const trial = this.#isNext(before.trial) ? this.#number() : undefined;
    const status = statuses.find((each) => this.#isNext(each.bytes))?.status;
    const stage = status === 'failed' ? stages.find((each) => this.#isNext(each.bytes))?.stage : undefined;
    const scores = this.#isNext(before.scores) ? this.#numbers() : undefined;
    const group = this.#isNext(before.group) ? this.#text() : undefined;
    const cluster = this.#isNext(before.cluster) ? this.#text() : undefined;
    const latencyMs = this.#isNext(before.latencyMs) ? this.#number() : undefined;
    const attempts = this.#isNext(before.attempts) ? this.#number() : undefined;
    const usage = this.#isNext(before.usage) ? this.#numbers() : undefined;
    const costUsd = this.#isNext(before.costUsd) ? this.#number() : undefined;
    if (!this.#isNext(before.id)) return undefined;
    if (key === undefined || index === undefined || status === undefined || scores === undefined) return undefined;
    if (latencyMs === undefined || !Number.isSafeInteger(index) || !Number.isSafeInteger(trial ?? 0)) return undefined;
    const head: Parts = { key, index, status, scores, latencyMs };
    if (trial !== undefined) head.trial = trial;
    if (stage !== undefined) head.stage = stage;
    if (group !== undefined) head.group = group;
    if (cluster !== undefined) head.cluster = cluster;
    if (attempts !== undefined) head.attempts = attempts;
    if (usage !== undefined) head.usage = usage;
    if (costUsd !== undefined) head.costUsd = costUsd;
    return head;
  }

  /** Goes behind the expected bytes if they come next. */
  #isNext(expected: Buffer): boolean {
    const at = this.#at;
    for (let i = 0; i < expected.length; i++) if (this.#bytes[at + i] !== expected[i]) return false;
    this.#at = at + expected.length;
    return true;
  }

  /** Nothing is next after this, so the head will not be found whole. */
  #giveUp(): undefined {
    this.#at = this.#bytes.length;
  }

  /** The rest of a text whose first quote was passed; `undefined` when something in it is escaped. */
  #text(): string | undefined {
    const start = this.#at;
    let end = start;
    let all = 0;
    for (let byte = this.#bytes[end] ?? 0; byte !== QUOTE; byte = this.#bytes[++end] ?? 0) {
      if (byte === BACKSLASH || byte < FIRST_PRINTABLE) return this.#giveUp();
      all |= byte;
    }
    this.#at = end + 1;
    return this.#bytes.toString(all < FIRST_NOT_ASCII ? 'latin1' : 'utf8', start, end);
  }

  /** A number without sign and exponent; `undefined` for what does not begin like one. */
  #number(): number | undefined {
    const start = this.#at;
    const whole = this.#passDigits(start, 0);
    let end = this.#at;
    if (end === start) return this.#giveUp();
    if (this.#bytes[end] !== DOT) return end - start <= EXACT_DIGITS ? whole : this.#giveUp();
    const digits = this.#passDigits(end + 1, whole);
    const decimals = this.#at - end - 1;
    end = this.#at;
    if (decimals === 0) return this.#giveUp();
    if (end - start - 1 > EXACT_DIGITS) return Number(this.#bytes.toString('latin1', start, end));
    return digits / (powersOfTen[decimals] ?? Number.NaN);
  }

  /** Goes behind the digits from `at`; `value` with them as further digits. */
  #passDigits(at: number, value: number): number {
    let end = at;
    let longer = value;
    for (let digit = this.#digit(end); digit >= 0 && digit <= 9; digit = this.#digit(end)) {
      longer = longer * 10 + digit;
      end++;
    }
    this.#at = end;
    return longer;
  }

  #digit(at: number): number {
    return (this.#bytes[at] ?? 0) - ZERO;
  }

  /** An object that holds nothing but numbers. */
  #numbers(): Record<string, number> | undefined {
    if (this.#bytes[this.#at] !== OPENING_BRACE) return this.#giveUp();
    const numbers: Record<string, number> = {};
    if (this.#bytes[this.#at + 1] === CLOSING_BRACE) {
      this.#at += 2;
      return numbers;
    }
    for (;;) {
      this.#at++;
      const name = this.#name();
      const value = name === undefined ? undefined : this.#number();
      if (name === undefined || value === undefined) return this.#giveUp();
      numbers[name] = value;
      const next = this.#bytes[this.#at];
      if (next === COMMA) continue;
      if (next !== CLOSING_BRACE) return this.#giveUp();
      this.#at++;
      return numbers;
    }
  }

  #name(): string | undefined {
    for (const { text, bytes } of this.#names) if (this.#isNext(bytes)) return text;
    if (this.#bytes[this.#at] !== QUOTE) return undefined;
    this.#at++;
    const text = this.#text();
    // Setting a property of this name would set something else.
    if (text === undefined || text === '__proto__' || !this.#isNext(COLON)) return undefined;
    if (this.#names.length < MOST_NAMES) this.#names.push({ text, bytes: Buffer.from(`"${text}":`) });
    return text;
  }
}
