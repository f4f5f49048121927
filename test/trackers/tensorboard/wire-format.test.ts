import { describe, expect, it } from 'vitest';
import { message, text, varint } from '../../../src/trackers/protobuf.js';
import { crc32c } from '../../../src/trackers/tensorboard/crc32c.js';
import { scalars } from '../../../src/trackers/tensorboard/events.js';
import { tfRecord } from '../../../src/trackers/tensorboard/tf-record.js';
import { fieldsIn, numberOf, recordsIn, textOf } from './event-reader.js';

describe('crc32c', () => {
  // RFC 3720, appendix B.4, and the check value of the catalogue of CRC algorithms.
  it.each([
    ['123456789', Buffer.from('123456789'), 0xe3069283],
    ['nothing', Buffer.alloc(0), 0],
    ['32 zeros', Buffer.alloc(32), 0x8a9136aa],
    ['32 ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['0 to 31', Buffer.from(Array.from({ length: 32 }, (_, byte) => byte)), 0x46dd794e],
  ])('of %s is the known one', (_name, bytes, known) => {
    expect(crc32c(bytes)).toBe(known);
  });
});

describe('a TFRecord', () => {
  // Bytes of tensorboard 2.21.0: RecordWriter.write.
  it.each([
    ['한국', '06000000000000007369d537ed959ceab5ad0a92deac'],
    ['', '000000000000000029039807d8ea82a2'],
  ])('of "%s" is what TensorBoard writes', (content, bytes) => {
    expect(tfRecord(Buffer.from(content)).toString('hex')).toBe(bytes);
  });

  it('is found damaged when one bit of it is another', () => {
    const record = tfRecord(Buffer.from('accuracy'));
    for (const place of [0, 9, 12, record.length - 1]) {
      const damaged = Buffer.from(record);
      damaged.writeUInt8(damaged.readUInt8(place) ^ 1, place);
      expect(() => recordsIn(damaged)).toThrow();
    }
  });
});

describe('protocol buffers', () => {
  it.each([0, 1, 127, 128, 300, 2 ** 31, 2 ** 32, 2 ** 40 + 5, Number.MAX_SAFE_INTEGER])(
    'hold the number %d',
    (value) => {
      expect(numberOf(fieldsIn(varint(2, value)), 2)).toBe(value);
    },
  );

  it('number fields above 15 in two bytes', () => {
    expect(varint(16, 1).toString('hex')).toBe('800101');
  });

  it('hold texts as UTF-8, and replace half a character, which has no UTF-8', () => {
    expect(textOf(fieldsIn(text(1, '수도는? 🇰🇷')), 1)).toBe('수도는? 🇰🇷');
    expect(textOf(fieldsIn(text(1, 'a\ud83d')), 1)).toBe('a\ufffd');
  });

  it('hold messages longer than one byte of length can say', () => {
    expect(textOf(fieldsIn(message(3, Buffer.alloc(70_000, 'a'))), 3)).toHaveLength(70_000);
  });

  it('of a scalar are what TensorBoard writes', () => {
    // Bytes of tensorboard 2.21.0: Event(wall_time, step, summary with one simple_value).SerializeToString().
    const known = '09000020406e55da41108580808080202a180a160a0f61636375726163792fec97adec82ac150000403f';
    const event = scalars({ time: 1767225600.5, step: 2 ** 40 + 5 }, { 'accuracy/역사': 0.75 });
    expect(event.toString('hex')).toBe(known);
  });
});
