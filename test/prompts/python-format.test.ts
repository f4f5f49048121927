import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileTemplate } from '../../src/prompts/python-format.js';

const values = { input: '질문 {reference}', reference: '$& $1 \\', 보기: '(A)' };

// What CPython 3.11 gives for template.format(**values).
test.each([
  ['{input}\n정답: {reference}\n\n', '질문 {reference}\n정답: $& $1 \\\n\n'],
  [
    'put your final answer within \\boxed{{}}.\nQuestion: {input}',
    'put your final answer within \\boxed{}.\nQuestion: 질문 {reference}',
  ],
  ['{{{보기}}}', '{(A)}'],
  ['{{보기}}', '{보기}'],
  ['}}{{', '}{'],
  ['{보기}{보기}', '(A)(A)'],
  ['', ''],
])('%j is filled in as in Python', (template, expected) => {
  expect(formatTemplate(template, values, 'basePromptTemplate')).toBe(expected);
});

test.each([
  ['{inptu}', 'template: there is no value for {inptu}. Did you mean "input"? Known: {input}, {reference}, {보기}.'],
  ['{ input }', 'there is no value for { input }. Did you mean "input"?'],
  ['{toString}', 'there is no value for {toString}.'],
  ['{__proto__}', 'there is no value for {__proto__}.'],
  ['JSON: {"a": 1}', 'template: "{"a": 1}" asks for a conversion or a format, which is not supported. Write {{ and }}'],
  ['{input!r}', 'asks for a conversion'],
  ['{input:>10}', 'asks for a conversion or a format'],
  ['{input.length}', '"{input.length}" reaches into a value'],
  ['{input[0]}', '"{input[0]}" reaches into a value'],
  ['{0}', '"{0}" counts values'],
  ['{}', '"{}" names nothing'],
  ['a } b', 'template: a single "}" at character 3 ("} b"). Write }} for a brace that is text.'],
  ['{input}}', 'a single "}" at character 8'],
  ['{input', 'a "{" that is never closed at character 1 ("{input"). Write {{'],
  ['{a{b}}', 'a "{" that is never closed at character 1'],
])('%j is refused with a reason', (template, message) => {
  expect(() => formatTemplate(template, values, 'template')).toThrow(message);
});

test('a text whose braces are doubled comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'a', '가', '$', '\n') }), (text) => {
      expect(formatTemplate(text.replace(/[{}]/g, '$&$&'), {}, 'template')).toBe(text);
    }),
  );
});

test('values are put in as they are, whatever braces they hold', () => {
  const text = fc.string({ unit: fc.constantFrom('{', '}', 'a', 'b', '$', '&', '\\') });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(formatTemplate('[{a}|{b}|{a}]', { a, b }, 'template')).toBe(`[${a}|${b}|${a}]`);
    }),
  );
});

test('a compiled template knows its keys and is checked before it is filled in', () => {
  const template = compileTemplate('{input} {{x}} {input}', ['input', 'reference'], 'template');
  expect([...template.keys]).toEqual(['input']);
  expect(template.fill({ input: '가' })).toBe('가 {x} 가');
  expect(() => compileTemplate('{other}', ['input'], 'template')).toThrow('Known: {input}.');
  expect(() => compileTemplate('{toString}', ['toString'], 'template').fill({})).toThrow('no value for {toString}');
  expect(() => template.fill({ reference: '나' })).toThrow('there is no value for {input}');
});

/** Python's `template.format(**values)`. */
function formatTemplate(template: string, values: Readonly<Record<string, string>>, name: string): string {
  return compileTemplate(template, Object.keys(values), name).fill(values);
}
