import type { Token } from './tokens.js';

/** What cannot be read as mathematics. */
export class Unreadable extends Error {}

/** Brackets inside brackets deeper than that are no answer anybody wrote. */
const DEEPEST = 60;

/** A place in a list of tokens, and how deep in brackets it is. */
export class Reader {
  readonly #tokens: Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = [...tokens];
  }

  protected isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  protected peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  /** Goes on to the next token. */
  protected skip(): void {
    this.#at++;
  }

  protected isAt(...texts: readonly string[]): boolean {
    const next = this.peek();
    return next !== undefined && next.kind !== 'text' && texts.includes(next.text);
  }

  protected take(...texts: readonly string[]): boolean {
    if (!this.isAt(...texts)) return false;
    this.skip();
    return true;
  }

  protected expect(...texts: readonly string[]): void {
    if (!this.take(...texts)) throw new Unreadable(`expected ${texts[0]}`);
  }

  /** The rest of a token whose first character was taken. */
  protected replace(rest: Token): void {
    this.#tokens[this.#at] = rest;
  }

  protected deeper<T>(read: () => T): T {
    if (++this.#depth > DEEPEST) throw new Unreadable('too deep');
    const result = read();
    this.#depth--;
    return result;
  }
}
