const BY_FIRST_BYTES: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8/, 'image/gif'],
  [/^RIFF....WEBP/s, 'image/webp'],
  [/^BM/, 'image/bmp'],
  [/^(II\*\0|MM\0\*)/, 'image/tiff'],
  [/^....ftypavi[fs]/s, 'image/avif'],
  [/^....ftyp(hei[cx]|mif1)/s, 'image/heic'],
];

/** The MIME type of an image by its first bytes, since names lie; `undefined` for what is no image we know. */
export function imageTypeOf(bytes: Buffer): string | undefined {
  const head = bytes.toString('latin1', 0, 16);
  return BY_FIRST_BYTES.find(([pattern]) => pattern.test(head))?.[1];
}
