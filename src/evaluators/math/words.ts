import { binary, call, type Expression } from './expression.js';
import { constants, functionLetters, functions, SEPARATING } from './names.js';
import { numberOf, symbolOf } from './number-of.js';
import { Operators } from './operators.js';
import { rationalOf } from './rational.js';
import { Unreadable } from './reader.js';
import type { Token } from './tokens.js';

/** Numbers, letters and functions. */
export abstract class Words extends Operators {
  /** `{…}`, or the one thing that stands there. */
  protected abstract argument(): Expression;

  /** A number; `2\frac12` is two and a half, `204_5` is a number in base 5. */
  protected number(digits: string): Expression {
    const value = numberOf(digits);
    if (this.take('_')) return call('inBase', { kind: 'text', text: digits }, this.argument());
    const [frac, top, bottom] = [this.peek(), this.peek(1), this.peek(4)];
    const isMixed = frac?.text === 'frac' && frac.kind === 'command' && /^\d+$/.test(digits) && top?.text === '{';
    const isShort = frac?.text === 'frac' && frac.kind === 'command' && /^\d+$/.test(digits) && isTwoDigits(top);
    if (isShort) return binary('add', value, this.atom());
    if (isMixed && isFractionBelowOne(this.peek(2), bottom, this.peek(5))) return binary('add', value, this.atom());
    return value;
  }

  /** A known word, or letters that are multiplied; the last one may have an index. */
  protected letters(word: string): Expression {
    const name = functions.get(word);
    if (name !== undefined && word.length > 1) return this.functionOf(name);
    const constant = constants.get(word);
    if (constant !== undefined && word.length > 1) return symbolOf(constant);
    const isSentence = word.length > 1 || (this.peek()?.text.length ?? 0) > 1;
    if (word.length > 3 || (isSentence && this.peek()?.kind === 'letters' && !this.isKnownNext()))
      throw new Unreadable(word);
    const letters = [...word];
    const last = letters.pop() ?? '';
    const product = letters.map((letter) => symbolOf(constants.get(letter) ?? letter));
    // `xy^2`: the exponent is that of the last letter alone.
    const end = product.length === 0 ? this.indexed(last) : this.raised(this.indexed(last));
    return [...product, end].reduce((left, right) => binary('mul', left, right));
  }

  private isKnownNext(): boolean {
    const next = this.peek()?.text ?? '';
    return functions.has(next) || constants.has(next) || SEPARATING.test(next);
  }

  private indexed(letter: string): Expression {
    const name = this.isAt('_') ? `${letter}_${this.index()}` : letter;
    if (functionLetters.test(letter) && this.isAt('(')) {
      this.skip();
      const argument = this.deeper(() => this.list('(', '('));
      this.expect(')');
      return call(name, ...(argument.kind === 'sequence' ? argument.items : [argument]));
    }
    return symbolOf(constants.get(name) ?? name);
  }

  /** What stands after `_`, as it is written. */
  protected index(): string {
    this.expect('_');
    if (!this.take('{')) {
      const next = this.peek();
      this.skip();
      return next?.text ?? '';
    }
    let written = '';
    for (let open = 1; ; this.skip()) {
      const next = this.peek();
      if (next === undefined) throw new Unreadable('an open index');
      if (next.text === '{') open++;
      if (next.text === '}' && --open === 0) break;
      written += next.text;
    }
    this.skip();
    return written;
  }

  /** `\sin^2 x`, `\log_2 8`, `sqrt(3)`, `\sin 2x`. */
  protected functionOf(name: string): Expression {
    const base = this.take('_') ? this.argument() : undefined;
    const exponent = this.take('^') ? this.deeper(() => this.argument()) : undefined;
    const argument = this.functionArgument();
    const isInverse = exponent?.kind === 'negative' && exponent.of.kind === 'number' && exponent.of.value.top === 1n;
    if (isInverse) return call(`a${name}`, ...argument);
    const value = base === undefined ? call(withoutBase(name, argument), ...argument) : call('log', ...argument, base);
    return exponent === undefined ? value : binary('pow', value, exponent);
  }

  private functionArgument(): readonly Expression[] {
    if (this.take('(')) {
      const list = this.deeper(() => this.list('(', '('));
      this.expect(')');
      return list.kind === 'sequence' ? list.items : [list];
    }
    return [this.deeper(() => this.product())];
  }

  /** `2x` of `\sin 2x \cos y`. */
  private product(): Expression {
    if (this.take('-')) return { kind: 'negative', of: this.product() };
    let left = this.power();
    for (let next = this.peek(); next !== undefined; next = this.peek()) {
      const isFunction = functions.has(next.text) && next.text.length > 1 && next.text !== 'sqrt';
      if (isFunction || next.text === '(' || next.text === '[' || next.text === '|' || !this.beginsFactor()) break;
      left = binary('mul', left, this.power());
    }
    return left;
  }
}

/** `\log 100` is to the base of 10, as math-verify reads it and schools write it. */
function withoutBase(name: string, of: readonly Expression[]): string {
  return name === 'log' && of.length === 1 ? 'lg' : name;
}

/** `12` after `\\frac`: a half. */
function isTwoDigits(token: Token | undefined): boolean {
  const [, top = '', bottom = ''] = (token?.kind === 'number' && /^(\d)(\d)$/.exec(token.text)) || [];
  return top !== '' && top < bottom;
}

/** `{1}{2}` after `\frac`: two numbers, the first one smaller. */
function isFractionBelowOne(top: Token | undefined, open: Token | undefined, bottom: Token | undefined): boolean {
  if (top?.kind !== 'number' || open?.text !== '{' || bottom?.kind !== 'number') return false;
  const [a, b] = [rationalOf(top.text), rationalOf(bottom.text)];
  return a !== undefined && b !== undefined && a.top * b.bottom < b.top * a.bottom;
}
