import type { Rational } from './rational.js';

/** A bracket of a sequence; none for a plain list `1, 2`. */
export type Bracket = '(' | '[' | '{' | '';

/** Which way a relation points: `≤` is `<=`, `∈` is `in`, `≈` is `~`. */
export type RelationSign = '=' | '<' | '>' | '<=' | '>=' | '!=' | 'in' | '~';

export type BinaryKind = 'add' | 'sub' | 'mul' | 'div' | 'pow';

/** What a mathematical answer says. */
export type Expression =
  | { readonly kind: 'number'; readonly value: Rational; readonly isDecimal: boolean }
  | { readonly kind: 'infinity' }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'percent'; readonly of: Expression }
  | { readonly kind: BinaryKind; readonly left: Expression; readonly right: Expression }
  /** `±` (sign 1) or `∓` (sign -1): two values at once. */
  | { readonly kind: 'plusMinus'; readonly left: Expression; readonly right: Expression; readonly sign: 1 | -1 }
  | { readonly kind: 'call'; readonly name: string; readonly of: readonly Expression[] }
  | {
      readonly kind: 'sequence';
      readonly open: Bracket;
      readonly close: Bracket;
      readonly items: readonly Expression[];
    }
  | { readonly kind: 'relation'; readonly items: readonly Expression[]; readonly signs: readonly RelationSign[] }
  | { readonly kind: 'union' | 'intersection' | 'difference'; readonly items: readonly Expression[] }
  | { readonly kind: 'ratio'; readonly items: readonly Expression[] }
  | { readonly kind: 'matrix'; readonly rows: readonly (readonly Expression[])[] }
  | { readonly kind: 'text'; readonly text: string };

export type Sequence = Extract<Expression, { kind: 'sequence' }>;
export type Relation = Extract<Expression, { kind: 'relation' }>;

export function call(name: string, ...of: Expression[]): Expression {
  return { kind: 'call', name, of };
}

export function binary(kind: BinaryKind, left: Expression, right: Expression): Expression {
  return { kind, left, right };
}
