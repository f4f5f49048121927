import { isUtf8 } from 'node:buffer';
import { HretError } from '../errors.js';
import { UTF8_ADVICE, withoutByteOrderMark } from '../util/utf8.js';

const NEWLINE = 0x0a;

/** The same bytes cut between characters, without a byte order mark, and known to be UTF-8. */
export async function* wholeCharacters(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  let line = 1;
  let isFirst = true;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = bytes.length - unfinishedBytes(bytes);
    const whole = bytes.subarray(0, end);
    rest = bytes.subarray(end);
    if (whole.length === 0) continue;
    if (!isUtf8(whole)) throw notUtf8(name, line + newlines(beforeBadLine(whole)));
    yield isFirst ? withoutByteOrderMark(whole) : whole;
    isFirst = false;
    line += newlines(whole);
  }
  if (rest.length > 0) throw notUtf8(name, line);
}

/** How many bytes at the end belong to a character that goes on in the next chunk. */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes.readUInt8(bytes.length - back);
    if (byte >= 0xc0) return lengthByFirstByte(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

function lengthByFirstByte(byte: number): number {
  if (byte >= 0xf0) return 4;
  return byte >= 0xe0 ? 3 : 2;
}

function beforeBadLine(bytes: Buffer): Buffer {
  let start = 0;
  for (let newline = bytes.indexOf(NEWLINE); newline !== -1; newline = bytes.indexOf(NEWLINE, start)) {
    if (!isUtf8(bytes.subarray(start, newline))) break;
    start = newline + 1;
  }
  return bytes.subarray(0, start);
}

function newlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

function notUtf8(name: string, line: number): HretError {
  return new HretError('data', `${name}:${line}: not valid UTF-8. ${UTF8_ADVICE}`);
}
