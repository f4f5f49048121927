import { describe, expect, it } from 'vitest';
import { complaintIn, quoted } from '../../src/backends/reply-error.js';

const asItIs = (text: string) => text;

describe('the complaint in a reply', () => {
  it('of a page is its text, without scripts and tags', () => {
    const page =
      '<html><style>p { color: red }</style><body><h1>502 Bad Gateway</h1><script>alert(1)</script></body></html>';
    expect(quoted(complaintIn(page).message, asItIs)).toBe('"502 Bad Gateway"');
  });

  // Work that grows with the square of the page takes longer than a test may.
  it.each(['<', '<a', '<style', '<script>'])('of 300 kB of %j, which never closes, is read and short', (part) => {
    const { message } = complaintIn(part.repeat(300_000 / part.length));
    expect(quoted(message, asItIs).length).toBeLessThanOrEqual(303);
  });
});
