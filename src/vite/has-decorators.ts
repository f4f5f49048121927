const comment = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/;
const text = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/;
/** A slash begins a regular expression only where a value can stand. */
const regularExpression = /(?<=(?:^|[(,=:[!&|?{};>]|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//;
const notCode = new RegExp([comment, text, regularExpression].map(({ source }) => source).join('|'), 'gm');

/**
 * Whether a source file may hold a decorator: an `@` outside of comments, strings, templates and regular expressions.
 * When in doubt yes: lowering a file without decorators costs milliseconds, missing one is a syntax error.
 */
export function hasDecorators(code: string): boolean {
  return code.includes('@') && /@\s*[\p{ID_Start}$_(]/u.test(code.replace(notCode, ' '));
}
