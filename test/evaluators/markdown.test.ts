import { describe, expect, it } from 'vitest';
import { withoutMarkdown } from '../../src/evaluators/markdown.js';

describe('a text without its markdown', () => {
  it.each([
    ['**서울**', '서울'],
    ['답은**서울**입니다', '답은서울입니다'],
    ['__서울__', '서울'],
    ['~~부산~~ 서울', '부산 서울'],
    ['`서울`', '서울'],
    ['*서울*', '서울'],
    ['** (C)', '(C)'],
    ['(C)**', '(C)'],
    ['```python\nprint(1)\n```', 'print(1)'],
    ['```\n서울\n```', '서울'],
    ['2**3**4', '2**3**4'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['a__b__c', 'a__b__c'],
    ['snake_case_name', 'snake_case_name'],
    ['****', ''],
    ['서울', '서울'],
  ])('%j is %j', (text, plain) => {
    expect(withoutMarkdown(text).trim()).toBe(plain);
  });
});
