import { type BinaryKind, type Bracket, binary, call, type Expression, type RelationSign } from './expression.js';
import { constants, environments, functionLetters, functions, relationSigns, setSigns, symbols } from './names.js';
import { rational, rationalOf } from './rational.js';
import type { Token } from './tokens.js';

/** What cannot be read as mathematics. */
export class Unreadable extends Error {}

/** Brackets inside brackets deeper than that are no answer anybody wrote. */
const DEEPEST = 60;

/** Reads tokens as one expression; throws `Unreadable`. Each token is looked at a bounded number of times. */
export class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  /** Inside `|…|` a bar ends; it cannot begin another one. */
  #bars = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    if (this.#tokens.length === 0) throw new Unreadable('nothing');
    const found = this.#list('', '');
    if (this.#at < this.#tokens.length) throw new Unreadable(`"${this.#peek()?.text}"`);
    return found.kind === 'sequence' && found.items.length === 1 ? (found.items[0] as Expression) : found;
  }

  #peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  #isAt(...texts: readonly string[]): boolean {
    const next = this.#peek();
    return next !== undefined && next.kind !== 'text' && texts.includes(next.text);
  }

  #take(...texts: readonly string[]): boolean {
    if (!this.#isAt(...texts)) return false;
    this.#at++;
    return true;
  }

  #expect(...texts: readonly string[]): void {
    if (!this.#take(...texts)) throw new Unreadable(`expected ${texts[0]}`);
  }

  #list(open: Bracket, close: Bracket): Expression {
    const items = [this.#relation()];
    while (this.#separator()) {
      if (this.#peek() === undefined || this.#isAt(')', ']', '}')) break;
      items.push(this.#relation());
    }
    return { kind: 'sequence', open, close, items };
  }

  /** `,`, `;`, `and`, `or`, 및; several of them together are one. */
  #separator(): boolean {
    let found = false;
    for (let next = this.#peek(); next !== undefined; next = this.#peek()) {
      const isWord = (next.kind === 'text' || next.kind === 'letters') && SEPARATING.test(next.text);
      const isSign = next.kind === 'sign' && (next.text === ',' || next.text === ';');
      const isVee = next.kind === 'command' && /^(?:vee|lor|wedge|land)$/.test(next.text);
      if (!isWord && !isSign && !isVee) break;
      this.#at++;
      found = true;
    }
    return found;
  }

  #relation(): Expression {
    const items = [this.#ratio()];
    const signs: RelationSign[] = [];
    for (let sign = this.#relationSign(); sign !== undefined; sign = this.#relationSign()) {
      signs.push(sign);
      items.push(this.#ratio());
    }
    return signs.length === 0 ? (items[0] as Expression) : { kind: 'relation', items, signs };
  }

  #relationSign(): RelationSign | undefined {
    const next = this.#peek();
    if (next === undefined || (next.kind !== 'sign' && next.kind !== 'command')) return undefined;
    const sign = relationSigns.get(next.text);
    if (sign !== undefined) this.#at++;
    return sign;
  }

  #ratio(): Expression {
    const items = [this.#sets()];
    while (this.#take(':')) items.push(this.#sets());
    return items.length === 1 ? (items[0] as Expression) : { kind: 'ratio', items };
  }

  #sets(): Expression {
    let left = this.#sum();
    for (let next = this.#peek(); next !== undefined; next = this.#peek()) {
      const kind = next.kind === 'command' ? setSigns.get(next.text) : undefined;
      if (kind === undefined) break;
      this.#at++;
      const right = this.#sum();
      left =
        left.kind === kind && kind !== 'difference'
          ? { kind, items: [...left.items, right] }
          : { kind, items: [left, right] };
    }
    return left;
  }

  #sum(): Expression {
    let left = this.#term();
    for (;;) {
      if (this.#take('+')) left = binary('add', left, this.#term());
      else if (this.#take('-')) left = binary('sub', left, this.#term());
      else if (this.#isAt('pm', 'mp')) left = this.#plusMinus(left);
      else return left;
    }
  }

  #plusMinus(left: Expression): Expression {
    const sign = this.#take('pm') ? 1 : -1;
    if (sign === -1) this.#expect('mp');
    return { kind: 'plusMinus', left, right: this.#term(), sign };
  }

  #term(): Expression {
    let left = this.#signed();
    for (;;) {
      const kind = this.#multiplier();
      if (kind === undefined) return left;
      left = binary(kind, left, kind === 'mul' && !this.#isAt('-', '+') ? this.#power() : this.#signed());
    }
  }

  #multiplier(): BinaryKind | undefined {
    if (this.#take('*', 'times', 'cdot', 'ast')) return 'mul';
    if (this.#take('/', 'div')) return 'div';
    return this.#beginsFactor() ? 'mul' : undefined;
  }

  #beginsFactor(): boolean {
    const next = this.#peek();
    if (next === undefined) return false;
    if (next.kind === 'number') return true;
    if (next.kind === 'letters') return !SEPARATING.test(next.text) && next.text !== 'pmod';
    if (next.kind === 'text') return false;
    if (next.kind === 'sign') return '([{'.includes(next.text) || (next.text === '|' && this.#bars === 0);
    return FACTORS.has(next.text) || functions.has(next.text) || constants.has(next.text) || symbols.has(next.text);
  }

  #signed(): Expression {
    if (this.#take('-')) return this.#deeper(() => ({ kind: 'negative', of: this.#signed() }));
    if (this.#take('+')) return this.#deeper(() => this.#signed());
    if (this.#isAt('pm', 'mp')) return this.#deeper(() => this.#plusMinus(number('0')));
    return this.#power();
  }

  #power(): Expression {
    let base = this.#postfixed(this.#atom());
    if (this.#take('^', '**')) base = this.#postfixed(binary('pow', base, this.#exponent()));
    return base;
  }

  #exponent(): Expression {
    return this.#deeper(() => (this.#take('-') ? { kind: 'negative', of: this.#exponent() } : this.#power()));
  }

  #postfixed(value: Expression): Expression {
    let base = value;
    for (;;) {
      if (this.#take('!')) base = call('factorial', base);
      else if (this.#take('%')) base = { kind: 'percent', of: base };
      else if (this.#take("'", 'prime')) base = call("'", base);
      else return base;
    }
  }

  #deeper<T>(read: () => T): T {
    if (++this.#depth > DEEPEST) throw new Unreadable('too deep');
    const result = read();
    this.#depth--;
    return result;
  }

  #atom(): Expression {
    const next = this.#peek();
    if (next === undefined) throw new Unreadable('the end');
    this.#at++;
    switch (next.kind) {
      case 'number':
        return this.#number(next.text);
      case 'letters':
        return this.#letters(next.text);
      case 'text':
        return { kind: 'text', text: next.text };
      case 'command':
        return this.#deeper(() => this.#command(next.text));
      case 'sign':
        return this.#deeper(() => this.#bracketed(next.text));
      default:
        return next.kind satisfies never;
    }
  }

  /** A number; `2\frac12` is two and a half, `204_5` is a number in base 5. */
  #number(digits: string): Expression {
    const value = number(digits);
    if (this.#take('_')) return call('inBase', { kind: 'text', text: digits }, this.#argument());
    const [frac, top, bottom] = [this.#peek(), this.#peek(1), this.#peek(4)];
    const isMixed = frac?.text === 'frac' && frac.kind === 'command' && /^\d+$/.test(digits) && top?.text === '{';
    const isShort = frac?.text === 'frac' && frac.kind === 'command' && /^\d+$/.test(digits) && isTwoDigits(top);
    if (isShort) return binary('add', value, this.#signed());
    if (isMixed && isFractionBelowOne(this.#peek(2), bottom, this.#peek(5)))
      return binary('add', value, this.#signed());
    return value;
  }

  /** A known word, or letters that are multiplied; the last one may have an index. */
  #letters(word: string): Expression {
    const name = functions.get(word);
    if (name !== undefined && word.length > 1) return this.#function(name);
    const constant = constants.get(word);
    if (constant !== undefined && word.length > 1) return symbol(constant);
    const isSentence = word.length > 1 || (this.#peek()?.text.length ?? 0) > 1;
    if (word.length > 3 || (isSentence && this.#peek()?.kind === 'letters' && !this.#isKnownNext()))
      throw new Unreadable(word);
    const letters = [...word];
    const last = letters.pop() ?? '';
    const product = letters.map((letter) => symbol(constants.get(letter) ?? letter));
    return [...product, this.#indexed(last)].reduce((left, right) => binary('mul', left, right));
  }

  #isKnownNext(): boolean {
    const next = this.#peek()?.text ?? '';
    return functions.has(next) || constants.has(next) || SEPARATING.test(next);
  }

  #indexed(letter: string): Expression {
    const name = this.#isAt('_') ? `${letter}_${this.#index()}` : letter;
    if (functionLetters.test(letter) && this.#isAt('(')) {
      this.#at++;
      const argument = this.#deeper(() => this.#list('(', '('));
      this.#expect(')');
      return call(name, ...(argument.kind === 'sequence' ? argument.items : [argument]));
    }
    return symbol(constants.get(name) ?? name);
  }

  /** What stands after `_`, as it is written. */
  #index(): string {
    this.#expect('_');
    if (!this.#take('{')) return this.#tokens[this.#at++]?.text ?? '';
    let written = '';
    for (let open = 1; ; this.#at++) {
      const next = this.#peek();
      if (next === undefined) throw new Unreadable('an open index');
      if (next.text === '{') open++;
      if (next.text === '}' && --open === 0) break;
      written += next.text;
    }
    this.#at++;
    return written;
  }

  #bracketed(open: string): Expression {
    if (open === '(' || open === '[') {
      const list = this.#list(open, '(');
      const close = this.#peek()?.text;
      this.#expect(')', ']');
      return this.#closed(list, open, close === ']' ? ']' : ')');
    }
    if (open === ']' && !this.#isAt(')', ']', '}')) return this.#frenchInterval();
    if (open === '{') {
      const list = this.#list('', '');
      this.#expect('}');
      return list.kind === 'sequence' && list.items.length === 1
        ? (list.items[0] as Expression)
        : { ...(list as Extract<Expression, { kind: 'sequence' }>), open: '', close: '' };
    }
    if (open === '|') return this.#absolute('|');
    throw new Unreadable(`"${open}"`);
  }

  /** `]0, 1[`, an open interval. */
  #frenchInterval(): Expression {
    const list = this.#list('(', '(');
    const close = this.#peek()?.text === '[' ? '(' : '[';
    this.#expect('[', ']');
    return { ...(list as Extract<Expression, { kind: 'sequence' }>), open: '(', close };
  }

  #closed(list: Expression, open: Bracket, close: ']' | ')'): Expression {
    if (list.kind !== 'sequence') return list;
    const [only] = list.items;
    if (list.items.length === 1 && only !== undefined && open === '(' && close === ')') return only;
    if (list.items.length === 1 && only !== undefined && open === '[' && close === ']') return only;
    return { ...list, open, close: close === ']' ? '[' : '(' };
  }

  #absolute(end: string): Expression {
    this.#bars++;
    const inner = this.#relation();
    this.#expect(end);
    this.#bars--;
    return call('abs', inner);
  }

  #command(name: string): Expression {
    if (name === 'frac') return binary('div', this.#argument(), this.#argument());
    if (name === 'binom') return call('binom', this.#argument(), this.#argument());
    if (name === 'sqrt') return this.#root();
    if (name === '{') return this.#set();
    if (name === '|' || name === 'lvert' || name === 'vert') return this.#absolute(name === 'lvert' ? 'rvert' : name);
    if (name === 'lfloor') return this.#enclosed('floor', 'rfloor');
    if (name === 'lceil') return this.#enclosed('ceil', 'rceil');
    if (name === 'begin') return this.#environment();
    const known = functions.get(name);
    if (known !== undefined) return this.#function(known);
    const constant = constants.get(name);
    if (constant !== undefined) return symbol(constant);
    if (symbols.has(name)) return this.#isAt('_') ? symbol(`${name}_${this.#index()}`) : symbol(name);
    throw new Unreadable(`\\${name}`);
  }

  #root(): Expression {
    if (!this.#take('[')) return call('sqrt', this.#argument());
    const degree = this.#sum();
    this.#expect(']');
    return binary('pow', this.#argument(), binary('div', number('1'), degree));
  }

  #set(): Expression {
    if (this.#take('}')) return symbol('empty');
    const list = this.#list('{', '{');
    this.#expect('}');
    return list;
  }

  #enclosed(name: string, end: string): Expression {
    const inner = this.#sum();
    this.#expect(end);
    return call(name, inner);
  }

  /** `{…}`, or the one thing that stands there: `\frac12` is a half. */
  #argument(): Expression {
    const next = this.#peek();
    if (next === undefined) throw new Unreadable('the end');
    if (this.#take('{')) {
      const inner = this.#deeper(() => this.#relation());
      this.#expect('}');
      return inner;
    }
    if (next.kind === 'number' && /^\d{2,}$/.test(next.text)) return this.#digit(next.text);
    if (next.kind === 'letters' && next.text.length > 1 && !functions.has(next.text)) return this.#letter(next.text);
    return this.#atom();
  }

  #digit(digits: string): Expression {
    this.#replace({ kind: 'number', text: digits.slice(1) });
    return number(digits.slice(0, 1));
  }

  #letter(letters: string): Expression {
    this.#replace({ kind: 'letters', text: letters.slice(1) });
    return symbol(letters.slice(0, 1));
  }

  /** The rest of a token whose first character was taken. */
  #replace(rest: Token): void {
    (this.#tokens as Token[])[this.#at] = rest;
  }

  /** `\sin^2 x`, `\log_2 8`, `sqrt(3)`, `\sin 2x`. */
  #function(name: string): Expression {
    const base = this.#take('_') ? this.#argument() : undefined;
    const exponent = this.#take('^') ? this.#deeper(() => this.#argument()) : undefined;
    const argument = this.#functionArgument();
    const isInverse = exponent?.kind === 'negative' && exponent.of.kind === 'number' && exponent.of.value.top === 1n;
    if (isInverse) return call(`a${name}`, ...argument);
    const value = base === undefined ? call(name, ...argument) : call('log', ...argument, base);
    return exponent === undefined ? value : binary('pow', value, exponent);
  }

  #functionArgument(): readonly Expression[] {
    if (this.#take('(')) {
      const list = this.#deeper(() => this.#list('(', '('));
      this.#expect(')');
      return list.kind === 'sequence' ? list.items : [list];
    }
    return [this.#deeper(() => this.#product())];
  }

  /** `2x` of `\sin 2x \cos y`. */
  #product(): Expression {
    if (this.#take('-')) return { kind: 'negative', of: this.#product() };
    let left = this.#power();
    for (let next = this.#peek(); next !== undefined; next = this.#peek()) {
      const isFunction = functions.has(next.text) && next.text.length > 1 && next.text !== 'sqrt';
      if (isFunction || next.text === '(' || next.text === '[' || next.text === '|' || !this.#beginsFactor()) break;
      left = binary('mul', left, this.#power());
    }
    return left;
  }

  #environment(): Expression {
    this.#expect('{');
    const name = this.#peek()?.text ?? '';
    if (!environments.test(name)) throw new Unreadable(`\\begin{${name}}`);
    this.#at++;
    this.#expect('}');
    if (name === 'array' && this.#take('{')) while (this.#peek() !== undefined && !this.#take('}')) this.#at++;
    const rows: Expression[][] = [[]];
    while (!this.#take('end')) {
      if (this.#take('\\')) {
        if (!this.#isAt('end')) rows.push([]);
      } else if (!this.#take('&')) rows.at(-1)?.push(this.#relation());
    }
    this.#expect('{');
    this.#at++;
    this.#expect('}');
    return { kind: 'matrix', rows };
  }
}

const SEPARATING = /^(?:and|or|및|또는|과|와|그리고|이고|or else)$/i;
const FACTORS = new Set(['frac', 'binom', 'sqrt', '{', 'lfloor', 'lceil', 'lvert', 'begin']);

function number(digits: string): Expression {
  const value = rationalOf(digits);
  if (value === undefined) throw new Unreadable(`the number ${digits.slice(0, 20)}`);
  return { kind: 'number', value, isDecimal: /[.eE]/.test(digits) };
}

function symbol(name: string): Expression {
  return name === 'infinity' ? { kind: 'infinity' } : { kind: 'symbol', name };
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
  return a !== undefined && b !== undefined && rational(0n) !== undefined && a.top * b.bottom < b.top * a.bottom;
}
