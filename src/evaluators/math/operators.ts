import { type BinaryKind, type Bracket, binary, call, type Expression, type RelationSign } from './expression.js';
import { constants, functions, relationSigns, SEPARATING, setSigns, symbols } from './names.js';
import { numberOf } from './number-of.js';
import { Reader, Unreadable } from './reader.js';

const FACTORS = new Set(['frac', 'binom', 'sqrt', '{', 'lfloor', 'lceil', 'lvert', 'begin']);

/** Lists, relations and operators, from the loosest to the tightest; what they stand between is an `atom`. */
export abstract class Operators extends Reader {
  /** Inside `|…|` a bar ends; it cannot begin another one. */
  protected bars = 0;

  protected abstract atom(): Expression;

  protected list(open: Bracket, close: Bracket): Expression {
    const items = [this.relation()];
    while (this.separator()) {
      if (this.peek() === undefined || this.isAt(')', ']', '}')) break;
      items.push(this.relation());
    }
    return { kind: 'sequence', open, close, items };
  }

  /** `,`, `;`, `and`, `or`, 및; several of them together are one. */
  private separator(): boolean {
    let found = false;
    for (let next = this.peek(); next !== undefined; next = this.peek()) {
      const isWord = (next.kind === 'text' || next.kind === 'letters') && SEPARATING.test(next.text);
      const isSign = next.kind === 'sign' && (next.text === ',' || next.text === ';');
      const isVee = next.kind === 'command' && /^(?:vee|lor|wedge|land)$/.test(next.text);
      if (!isWord && !isSign && !isVee) break;
      this.skip();
      found = true;
    }
    return found;
  }

  protected relation(): Expression {
    const items = [this.ratio()];
    const signs: RelationSign[] = [];
    for (let sign = this.relationSign(); sign !== undefined; sign = this.relationSign()) {
      signs.push(sign);
      items.push(this.ratio());
    }
    return signs.length === 0 ? (items[0] as Expression) : { kind: 'relation', items, signs };
  }

  private relationSign(): RelationSign | undefined {
    const next = this.peek();
    if (next === undefined || (next.kind !== 'sign' && next.kind !== 'command')) return undefined;
    const sign = relationSigns.get(next.text);
    if (sign !== undefined) this.skip();
    return sign;
  }

  private ratio(): Expression {
    const items = [this.sets()];
    while (this.take(':')) items.push(this.sets());
    return items.length === 1 ? (items[0] as Expression) : { kind: 'ratio', items };
  }

  private sets(): Expression {
    let left = this.sum();
    for (let next = this.peek(); next !== undefined; next = this.peek()) {
      const kind = next.kind === 'command' ? setSigns.get(next.text) : undefined;
      if (kind === undefined) break;
      this.skip();
      const right = this.sum();
      left =
        left.kind === kind && kind !== 'difference'
          ? { kind, items: [...left.items, right] }
          : { kind, items: [left, right] };
    }
    return left;
  }

  protected sum(): Expression {
    let left = this.term();
    for (;;) {
      if (this.take('+')) left = binary('add', left, this.term());
      else if (this.take('-')) left = binary('sub', left, this.term());
      else if (this.isAt('pm', 'mp')) left = this.plusMinus(left);
      else return left;
    }
  }

  private plusMinus(left: Expression): Expression {
    const sign = this.take('pm') ? 1 : -1;
    if (sign === -1) this.expect('mp');
    return { kind: 'plusMinus', left, right: this.term(), sign };
  }

  private term(): Expression {
    let left = this.signed();
    for (;;) {
      // Nobody multiplies by a space between numbers.
      if (left.kind === 'number' && this.peek()?.kind === 'number') throw new Unreadable('two numbers');
      const kind = this.multiplier();
      if (kind === undefined) return left;
      left = binary(kind, left, kind === 'mul' && !this.isAt('-', '+') ? this.power() : this.signed());
    }
  }

  private multiplier(): BinaryKind | undefined {
    if (this.take('*', 'times', 'cdot', 'ast')) return 'mul';
    if (this.take('/', 'div')) return 'div';
    return this.beginsFactor() ? 'mul' : undefined;
  }

  protected beginsFactor(): boolean {
    const next = this.peek();
    if (next === undefined) return false;
    if (next.kind === 'number') return true;
    if (next.kind === 'letters') return !SEPARATING.test(next.text) && next.text !== 'pmod';
    if (next.kind === 'text') return false;
    if (next.kind === 'sign') return '([{'.includes(next.text) || (next.text === '|' && this.bars === 0);
    return FACTORS.has(next.text) || functions.has(next.text) || constants.has(next.text) || symbols.has(next.text);
  }

  protected signed(): Expression {
    if (this.take('-')) return this.deeper(() => ({ kind: 'negative', of: this.signed() }));
    if (this.take('+')) return this.deeper(() => this.signed());
    if (this.isAt('pm', 'mp')) return this.deeper(() => this.plusMinus(numberOf('0')));
    return this.power();
  }

  protected power(): Expression {
    return this.raised(this.atom());
  }

  /** The base with what stands behind it: `!`, `%`, an exponent. */
  protected raised(base: Expression): Expression {
    const value = this.postfixed(base);
    return this.take('^', '**') ? this.postfixed(binary('pow', value, this.exponent())) : value;
  }

  private exponent(): Expression {
    return this.deeper(() => (this.take('-') ? { kind: 'negative', of: this.exponent() } : this.power()));
  }

  private postfixed(value: Expression): Expression {
    let base = value;
    for (;;) {
      if (this.take('!')) base = call('factorial', base);
      else if (this.take('%')) base = { kind: 'percent', of: base };
      else if (this.take("'", 'prime')) base = call("'", base);
      else return base;
    }
  }
}
