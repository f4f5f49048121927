import type { RelationSign } from './expression.js';

/** Functions written with or without a backslash, and the names they are worked out by. */
export const functions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    sin: 'sin',
    cos: 'cos',
    tan: 'tan',
    cot: 'cot',
    sec: 'sec',
    csc: 'csc',
    sinh: 'sinh',
    cosh: 'cosh',
    tanh: 'tanh',
    arcsin: 'asin',
    arccos: 'acos',
    arctan: 'atan',
    asin: 'asin',
    acos: 'acos',
    atan: 'atan',
    tg: 'tan',
    ctg: 'cot',
    ln: 'ln',
    log: 'log',
    lg: 'lg',
    exp: 'exp',
    sqrt: 'sqrt',
    abs: 'abs',
    floor: 'floor',
    ceil: 'ceil',
    gcd: 'gcd',
    max: 'max',
    min: 'min',
    det: 'det',
  }),
);

/** Words and commands that are numbers or other values, by the name of the symbol they become. */
export const constants: ReadonlyMap<string, string> = new Map(
  Object.entries({
    pi: 'pi',
    infty: 'infinity',
    infinity: 'infinity',
    inf: 'infinity',
    oo: 'infinity',
    e: 'e',
    i: 'i',
    emptyset: 'empty',
    varnothing: 'empty',
    R: 'R',
    Reals: 'R',
  }),
);

/** Greek letters and other symbols; everything else behind a backslash cannot be read. */
export const symbols: ReadonlySet<string> = new Set(
  (
    'alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi rho sigma tau upsilon phi ' +
    'varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega ell hbar angle triangle prime'
  ).split(' '),
);

export const relationSigns: ReadonlyMap<string, RelationSign> = new Map<string, RelationSign>([
  ['=', '='],
  ['==', '='],
  ['<', '<'],
  ['>', '>'],
  ['<=', '<='],
  ['>=', '>='],
  ['!=', '!='],
  ['lt', '<'],
  ['gt', '>'],
  ['le', '<='],
  ['leq', '<='],
  ['leqslant', '<='],
  ['ge', '>='],
  ['geq', '>='],
  ['geqslant', '>='],
  ['ne', '!='],
  ['neq', '!='],
  ['approx', '~'],
  ['equiv', '='],
  ['sim', '~'],
  ['in', 'in'],
]);

export const setSigns: ReadonlyMap<string, 'union' | 'intersection' | 'difference'> = new Map([
  ['cup', 'union'],
  ['bigcup', 'union'],
  ['cap', 'intersection'],
  ['setminus', 'difference'],
  ['backslash', 'difference'],
]);

/** Letters that are functions when a bracket follows; any other letter before a bracket is multiplied by it. */
export const functionLetters = /^[fghFGHP]$/;

export const environments = /^(?:[pbvBV]?matrix|smallmatrix|array)$/;

/** Words between the items of a list. */
export const SEPARATING = /^(?:and|or|및|또는|과|와|그리고|이고|or else)$/i;
