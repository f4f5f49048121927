import { expect, it } from 'vitest';
import { quoted } from '../../../src/trackers/delivery/http-error.js';

it('quotes the text of a page without its tags', () => {
  expect(quoted('<html><body><h1>502 Bad\nGateway</h1></body></html>')).toBe('"502 Bad Gateway"');
});

// Work that grows with the square of the page would take minutes.
it.each(['<', '<a'])('quotes 2 MB of %j, which never closes, in short', (part) => {
  expect(quoted(part.repeat(2_000_000 / part.length)).length).toBeLessThanOrEqual(303);
});
