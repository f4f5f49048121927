import { determinant } from './determinant.js';
import { type Bracket, call, type Expression } from './expression.js';
import { environments } from './names.js';
import { symbolOf } from './number-of.js';
import { Unreadable } from './reader.js';
import { Words } from './words.js';

/** What stands in brackets, bars and environments. */
export abstract class Brackets extends Words {
  protected bracketed(open: string): Expression {
    if (open === '(' || open === '[') {
      const list = this.list(open, '(');
      const close = this.peek()?.text;
      this.expect(')', ']');
      return this.closed(list, open, close === ']' ? ']' : ')');
    }
    if (open === ']' && !this.isAt(')', ']', '}')) return this.frenchInterval();
    if (open === '{') {
      const list = this.list('', '');
      this.expect('}');
      return list.kind === 'sequence' && list.items.length === 1
        ? (list.items[0] as Expression)
        : { ...(list as Extract<Expression, { kind: 'sequence' }>), open: '', close: '' };
    }
    if (open === '|') return this.absolute('|');
    throw new Unreadable(`"${open}"`);
  }

  /** `]0, 1[`, an open interval. */
  private frenchInterval(): Expression {
    const list = this.list('(', '(');
    const close = this.peek()?.text === '[' ? '(' : '[';
    this.expect('[', ']');
    return { ...(list as Extract<Expression, { kind: 'sequence' }>), open: '(', close };
  }

  private closed(list: Expression, open: Bracket, close: ']' | ')'): Expression {
    if (list.kind !== 'sequence') return list;
    const [only] = list.items;
    if (list.items.length === 1 && only !== undefined && open === '(' && close === ')') return only;
    if (list.items.length === 1 && only !== undefined && open === '[' && close === ']') return only;
    return { ...list, open, close: close === ']' ? '[' : '(' };
  }

  protected absolute(end: string): Expression {
    this.bars++;
    const inner = this.relation();
    this.expect(end);
    this.bars--;
    return call('abs', inner);
  }

  protected set(): Expression {
    if (this.take('}')) return symbolOf('empty');
    const list = this.list('{', '{');
    this.expect('}');
    return list;
  }

  protected enclosed(name: string, end: string): Expression {
    const inner = this.sum();
    this.expect(end);
    return call(name, inner);
  }

  protected environment(): Expression {
    this.expect('{');
    const name = this.peek()?.text ?? '';
    if (!environments.test(name)) throw new Unreadable(`\\begin{${name}}`);
    this.skip();
    this.expect('}');
    if (name === 'array' && this.take('{')) while (this.peek() !== undefined && !this.take('}')) this.skip();
    const rows: Expression[][] = [[]];
    while (!this.take('end')) {
      if (this.take('\\')) {
        if (!this.isAt('end')) rows.push([]);
      } else if (!this.take('&')) rows.at(-1)?.push(this.relation());
    }
    this.expect('{');
    this.skip();
    this.expect('}');
    return name === 'vmatrix' ? determinant(rows) : { kind: 'matrix', rows };
  }
}
