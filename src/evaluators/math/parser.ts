import { Brackets } from './brackets.js';
import { binary, call, type Expression } from './expression.js';
import { constants, functions, symbols } from './names.js';
import { numberOf, symbolOf } from './number-of.js';
import { Unreadable } from './reader.js';

/** Reads tokens as one expression; throws `Unreadable`. Each token is looked at a bounded number of times. */
export class Parser extends Brackets {
  whole(): Expression {
    if (this.isAtEnd()) throw new Unreadable('nothing');
    const found = this.list('', '');
    if (!this.isAtEnd()) throw new Unreadable(`"${this.peek()?.text}"`);
    return found.kind === 'sequence' && found.items.length === 1 ? (found.items[0] as Expression) : found;
  }

  protected atom(): Expression {
    const next = this.peek();
    if (next === undefined) throw new Unreadable('the end');
    this.skip();
    switch (next.kind) {
      case 'number':
        return this.number(next.text);
      case 'letters':
        return this.letters(next.text);
      case 'text':
        return { kind: 'text', text: next.text };
      case 'command':
        return this.deeper(() => this.command(next.text));
      case 'sign':
        return this.deeper(() => this.bracketed(next.text));
      default:
        return next.kind satisfies never;
    }
  }

  private command(name: string): Expression {
    if (name === 'frac') return binary('div', this.argument(), this.argument());
    if (name === 'binom') return call('binom', this.argument(), this.argument());
    if (name === 'sqrt') return this.root();
    if (name === '{') return this.set();
    if (name === '|' || name === 'lvert' || name === 'vert') return this.absolute(name === 'lvert' ? 'rvert' : name);
    if (name === 'lfloor') return this.enclosed('floor', 'rfloor');
    if (name === 'lceil') return this.enclosed('ceil', 'rceil');
    if (name === 'begin') return this.environment();
    const known = functions.get(name);
    if (known !== undefined) return this.functionOf(known);
    const constant = constants.get(name);
    if (constant !== undefined) return symbolOf(constant);
    if (symbols.has(name)) return this.isAt('_') ? symbolOf(`${name}_${this.index()}`) : symbolOf(name);
    throw new Unreadable(`\\${name}`);
  }

  private root(): Expression {
    if (!this.take('[')) return call('sqrt', this.argument());
    const degree = this.sum();
    this.expect(']');
    return binary('pow', this.argument(), binary('div', numberOf('1'), degree));
  }

  /** `{…}`, or the one thing that stands there: `\frac12` is a half. */
  protected argument(): Expression {
    const next = this.peek();
    if (next === undefined) throw new Unreadable('the end');
    if (this.take('{')) {
      const inner = this.deeper(() => this.relation());
      this.expect('}');
      return inner;
    }
    if (next.kind === 'number' && /^\d{2,}$/.test(next.text)) return this.digit(next.text);
    if (next.kind === 'letters' && next.text.length > 1 && !functions.has(next.text)) return this.letter(next.text);
    return this.atom();
  }

  private digit(digits: string): Expression {
    this.replace({ kind: 'number', text: digits.slice(1) });
    return numberOf(digits.slice(0, 1));
  }

  private letter(letters: string): Expression {
    this.replace({ kind: 'letters', text: letters.slice(1) });
    return symbolOf(letters.slice(0, 1));
  }
}
