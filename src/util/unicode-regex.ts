import { HretError, messageOf } from '../errors.js';

/** Python's `\w`: letters, numbers and `_` of every script, but no combining marks. */
const WORD = '\\p{L}\\p{N}_';
/** Python's `\s`, which knows U+001C to U+001F and U+0085 but not U+FEFF. */
const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const START = '(?<![\\s\\S])';
const END = '(?![\\s\\S])';

/** What a class escape stands for, inside brackets. */
const classEscapes: Readonly<Record<string, string>> = {
  w: `[${WORD}]`,
  W: `[^${WORD}]`,
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  s: `[${SPACE}]`,
  S: `[^${SPACE}]`,
};
const assertions: Readonly<Record<string, string>> = {
  b: `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`,
  B: `(?:(?<=[${WORD}])(?=[${WORD}])|(?<![${WORD}])(?![${WORD}]))`,
  A: START,
  Z: END,
};
const controls: Readonly<Record<string, string>> = { a: '\\x07', f: '\\f', n: '\\n', r: '\\r', t: '\\t', v: '\\v' };

/**
 * Compiles a regular expression as Python's `re` reads it: `\w`, `\d`, `\s` and `\b` know every script, `$` also matches
 * before a last line break, `.` stops at `\n` only, `(?P<name>…)`, `(?P=name)`, `\A`, `\Z` and a leading `(?ims)` work.
 * Possessive quantifiers, atomic groups, conditionals, verbose mode and flags inside the pattern have no JavaScript
 * counterpart and are refused. Case is ignored by JavaScript's rules (simple case folding).
 *
 * `flags` are JavaScript's: `g`, `i`, `m`, `s`, `y`.
 */
export function pythonRegex(pattern: string, flags = ''): RegExp {
  try {
    const inline = /^\(\?([imsu]+)\)/.exec(pattern);
    const all = new Set(flags + (inline?.[1] ?? '').replaceAll('u', ''));
    const body = new Translation(pattern.slice(inline?.[0].length ?? 0), all.has('m'), all.has('s')).toString();
    all.delete('m');
    all.delete('s');
    return new RegExp(body, `${[...all].join('')}v`);
  } catch (error) {
    throw new HretError(
      'usage',
      `The regular expression ${JSON.stringify(pattern)} cannot be used: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** One pass over a Python pattern; what it writes is read with JavaScript's `v` flag. */
class Translation {
  readonly #pattern: string;
  readonly #isMultiline: boolean;
  readonly #isDotAll: boolean;
  #at = 0;

  constructor(pattern: string, isMultiline: boolean, isDotAll: boolean) {
    this.#pattern = pattern;
    this.#isMultiline = isMultiline;
    this.#isDotAll = isDotAll;
  }

  toString(): string {
    let out = '';
    while (this.#at < this.#pattern.length) out += this.#next();
    return out;
  }

  #next(): string {
    const char = this.#take();
    switch (char) {
      case '\\':
        return this.#escape();
      case '[':
        return this.#class();
      case '(':
        return this.#group();
      case '.':
        return this.#isDotAll ? '[\\s\\S]' : '[^\\n]';
      case '^':
        return this.#isMultiline ? `(?:${START}|(?<=\\n))` : START;
      case '$':
        return this.#isMultiline ? `(?:${END}|(?=\\n))` : `(?=\\n?${END})`;
      case '{':
        return this.#braces();
      case '*':
      case '+':
      case '?':
        return this.#quantifier(char);
      case ']':
      case '}':
      case '/':
        return `\\${char}`;
      default:
        return char;
    }
  }

  /** One character, surrogate pairs whole. */
  #take(): string {
    const char = String.fromCodePoint(this.#pattern.codePointAt(this.#at) ?? 0);
    this.#at += char.length;
    return char;
  }

  #takeIf(expected: string): boolean {
    if (!this.#pattern.startsWith(expected, this.#at)) return false;
    this.#at += expected.length;
    return true;
  }

  #takeMatch(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#pattern);
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  #quantifier(mark: string): string {
    if (this.#takeIf('+')) throw new Error('JavaScript has no possessive quantifiers');
    return this.#takeIf('?') ? `${mark}?` : mark;
  }

  #braces(): string {
    const match = this.#takeMatch(/(\d*)(,?)(\d*)\}/y);
    if (match === null) return '\\{';
    if (match[0] === '}') return '\\{\\}';
    return this.#quantifier(`{${match[1] || '0'}${match[2]}${match[3]}}`);
  }

  #group(): string {
    if (!this.#takeIf('?')) return '(';
    if (this.#takeIf('P<')) return '(?<';
    if (this.#takeIf('P=')) {
      const name = this.#takeMatch(/(\w+)\)/y)?.[1];
      if (name === undefined) throw new Error('(?P=name) is not closed');
      return `\\k<${name}>`;
    }
    if (this.#takeMatch(/#[^)]*\)/y) !== null) return '';
    const kind = this.#takeMatch(/:|=|!|<=|<!/y)?.[0];
    if (kind === undefined)
      throw new Error(`JavaScript has no counterpart of "(?${this.#pattern.slice(this.#at, this.#at + 3)}"`);
    return `(?${kind}`;
  }

  #escape(): string {
    const char = this.#take();
    const assertion = assertions[char];
    if (assertion !== undefined) return assertion;
    if (/[1-9]/.test(char)) return `(?:\\${char}${this.#takeMatch(/\d/y)?.[0] ?? ''})`;
    return classEscapes[char] ?? this.#character(char);
  }

  /** The character an escape names. */
  #character(char: string): string {
    const control = controls[char];
    if (control !== undefined) return control;
    if (char === '0') return codePoint(this.#takeMatch(/[0-7]{0,2}/y)?.[0] || '0', 8);
    const digits = { x: /[\da-fA-F]{2}/y, u: /[\da-fA-F]{4}/y, U: /[\da-fA-F]{8}/y }[char];
    if (digits !== undefined) {
      const hex = this.#takeMatch(digits)?.[0];
      if (hex === undefined) throw new Error(`incomplete escape \\${char}`);
      return codePoint(hex, 16);
    }
    if (/[A-Za-z\0]/.test(char)) throw new Error(char === '\0' ? 'a backslash at the end' : `bad escape \\${char}`);
    return literal(char);
  }

  #class(): string {
    let out = this.#takeIf('^') ? '[^' : '[';
    for (let isFirst = true; ; isFirst = false) {
      if (this.#at >= this.#pattern.length) throw new Error('a character class is not closed');
      if (!isFirst && this.#takeIf(']')) return `${out}]`;
      const from = this.#member();
      const isRange = this.#pattern[this.#at] === '-' && !this.#pattern.startsWith('-]', this.#at);
      if (!isRange) out += from;
      else {
        this.#at++;
        out += `${from}-${this.#member()}`;
      }
    }
  }

  #member(): string {
    const char = this.#take();
    if (char !== '\\') return literal(char);
    const escaped = this.#take();
    if (escaped === 'b') return '\\x08';
    return classEscapes[escaped] ?? this.#character(escaped);
  }
}

function codePoint(digits: string, radix: number): string {
  return `\\u{${Number.parseInt(digits, radix).toString(16)}}`;
}

/** A character as itself, inside and outside of brackets. */
function literal(char: string): string {
  return /[!-/:-@[-^`{-~]/.test(char) ? codePoint(char.charCodeAt(0).toString(16), 16) : char;
}
