import { isAscii, isUtf8, transcode } from 'node:buffer';

/** What to do about a file that is not UTF-8; most Korean ones come from Excel, which writes CP949. */
export const UTF8_ADVICE =
  'Save the file as UTF-8 (in Excel: "CSV UTF-8"), or convert it: iconv -f cp949 -t utf-8 old > new.';

/** The text of UTF-8 bytes, or `undefined` when they are not UTF-8. Nothing is replaced. */
export function decodeUtf8(bytes: Buffer): string | undefined {
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (!isUtf8(bytes)) return undefined;
  // Twice as fast as toString('utf8') on Korean text.
  return transcode(bytes, 'utf8', 'utf16le').toString('utf16le');
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The same bytes without the mark some editors put at the front of UTF-8 files. */
export function withoutByteOrderMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? bytes.subarray(3) : bytes;
}
