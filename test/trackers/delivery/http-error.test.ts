import { expect, it } from 'vitest';
import { quoted } from '../../../src/trackers/delivery/http-error.js';

it('quotes the text of a page without its tags', () => {
  expect(quoted('<html><body><h1>502 Bad\nGateway</h1></body></html>')).toBe('"502 Bad Gateway"');
});

// Work that grows with the square of the page takes longer than a test may.
it.each(['<', '<a'])('quotes 300 kB of %j, which never closes, in short', (part) => {
  expect(quoted(part.repeat(300_000 / part.length)).length).toBeLessThanOrEqual(303);
});
