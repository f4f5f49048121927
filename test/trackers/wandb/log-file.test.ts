import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOG_HEAD, logBytes } from '../../../src/trackers/wandb/offline/log-file.js';
import { recordsIn } from './log-reader.js';

const whole = (records: readonly Uint8Array[]) => Buffer.concat([LOG_HEAD, logBytes(records, LOG_HEAD.length)]);
/** Sizes around a block of 32 KiB are what can go wrong. */
const size = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 32_700, max: 32_800 }),
  fc.integer({ min: 0, max: 100_000 }),
);
const records = fc.array(
  size.map((length) => Buffer.alloc(length, length % 251)),
  { maxLength: 8 },
);

describe('the log of an offline run', () => {
  it('holds its records whole, however they lie over the blocks', () => {
    fc.assert(
      fc.property(records, (written) => {
        expect(Buffer.concat(recordsIn(whole(written))).equals(Buffer.concat(written))).toBe(true);
        expect(recordsIn(whole(written)).map(({ length }) => length)).toEqual(written.map(({ length }) => length));
      }),
    );
  });

  it('is the same bytes, written at once or one record after the other', () => {
    fc.assert(
      fc.property(records, (written) => {
        let grown = Buffer.from(LOG_HEAD);
        for (const record of written) grown = Buffer.concat([grown, logBytes([record], grown.length)]);
        expect(grown.equals(whole(written))).toBe(true);
      }),
    );
  });

  it.each([0, 1, 6, 7, 8, 14])('goes on when %i bytes of the block are left', (left) => {
    const filling = Buffer.alloc(32_768 - LOG_HEAD.length - 7 - left, 1);
    const written = [filling, Buffer.from('다음 기록'), Buffer.alloc(0)];
    expect(recordsIn(whole(written))).toEqual(written);
  });

  it('begins with the head of the reference client', () => {
    expect([...whole([Buffer.from('a')]).subarray(0, 7)]).toEqual([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00]);
  });
});
