import { expect, it } from 'vitest';
import { failuresOf, failureTable, groupFailures } from '../../src/report/failures.js';
import { textTable } from '../../src/report/table.js';

const failures = [
  { id: '3', error: 'timeout after 3021 ms' },
  { id: '4', error: 'HTTP 500: upstream\nfailed' },
  { id: '5', error: 'timeout after 3022 ms' },
  { id: '6', error: 'HTTP 401: no key' },
  { error: 'timeout after 9 ms' },
];

it('failures that differ in their numbers only are one group, the largest first', () => {
  expect(groupFailures(failures)).toEqual([
    { count: 3, message: 'timeout after 3021 ms', id: '3' },
    { count: 1, message: 'HTTP 500: upstream\nfailed', id: '4' },
    { count: 1, message: 'HTTP 401: no key', id: '6' },
  ]);
});

it('the table tells the rest in one line', () => {
  expect(
    textTable(failureTable(groupFailures(failures), 1))
      .split('\n')
      .slice(2),
  ).toEqual(['     3  timeout after 3021 ms  3', '     2  other reasons']);
});

it('first errors of a record are read as sample and message', () => {
  expect(failuresOf(['12: HTTP 500: upstream', 'nothing known'])).toEqual([
    { id: '12', error: 'HTTP 500: upstream' },
    { error: 'nothing known' },
  ]);
});
