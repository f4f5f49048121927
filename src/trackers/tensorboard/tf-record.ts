import { crc32c } from './crc32c.js';

/** One record of a TFRecord file: length, checksum of the length, data, checksum of the data. */
export function tfRecord(data: Buffer): Buffer {
  const header = Buffer.alloc(12);
  header.writeBigUInt64LE(BigInt(data.length));
  header.writeUInt32LE(masked(crc32c(header.subarray(0, 8))), 8);
  const footer = Buffer.alloc(4);
  footer.writeUInt32LE(masked(crc32c(data)));
  return Buffer.concat([header, data, footer]);
}

/** The format turns checksums around, so that the checksum of data that holds checksums still tells something. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
