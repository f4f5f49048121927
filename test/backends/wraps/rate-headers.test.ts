import { expect, it } from 'vitest';
import { rateNoticeIn, waitIn } from '../../../src/backends/wraps/rate-headers.js';

const NOW = Date.UTC(2026, 0, 1);

it('reads the headers of OpenAI', () => {
  const headers = {
    'x-ratelimit-limit-requests': '5000',
    'x-ratelimit-remaining-requests': '4999',
    'x-ratelimit-reset-requests': '12ms',
    'x-ratelimit-limit-tokens': '160000',
    'x-ratelimit-remaining-tokens': '159976',
    'x-ratelimit-reset-tokens': '9ms',
  };
  expect(rateNoticeIn(headers, NOW)).toEqual({
    requestsLimit: 5000,
    requestsRemaining: 4999,
    tokensLimit: 160_000,
    tokensRemaining: 159_976,
  });
});

it('reads the headers of Anthropic', () => {
  const headers = {
    'anthropic-ratelimit-requests-limit': '50',
    'anthropic-ratelimit-requests-remaining': '49',
    'anthropic-ratelimit-requests-reset': new Date(NOW + 1000).toISOString(),
    'anthropic-ratelimit-tokens-limit': '40000',
  };
  expect(rateNoticeIn(headers, NOW)).toEqual({ requestsLimit: 50, requestsRemaining: 49, tokensLimit: 40_000 });
});

it('leaves a limit of a day alone', () => {
  const headers = {
    'x-ratelimit-limit-requests': '14400',
    'x-ratelimit-remaining-requests': '14370',
    'x-ratelimit-reset-requests': '2m59.56s',
    'x-ratelimit-limit-tokens': '18000',
  };
  expect(rateNoticeIn(headers, NOW)).toEqual({ tokensLimit: 18_000 });
});

it('believes nothing that is not a count', () => {
  expect(rateNoticeIn({}, NOW)).toBeUndefined();
  expect(rateNoticeIn({ 'x-ratelimit-limit-requests': 'many', 'x-ratelimit-limit-tokens': '0' }, NOW)).toEqual({});
  expect(rateNoticeIn({ 'x-ratelimit-limit-requests': '-5' }, NOW)).toEqual({});
});

it.each([
  ['6m0s', 360_000],
  ['1.5s', 1500],
  ['12ms', 12],
  ['1h2m3s', 3_723_000],
  ['30', 30_000],
  [new Date(NOW + 5000).toISOString(), 5000],
  ['soon', undefined],
  ['', undefined],
])('reads the wait %j', (text, ms) => {
  expect(waitIn(text, NOW)).toBe(ms);
});
