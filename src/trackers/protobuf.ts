/** Writes the wire format of protocol buffers: the few kinds of fields that event files are made of. */

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** A whole number that is not negative. */
export function varint(field: number, value: number): Buffer {
  return Buffer.concat([tag(field, VARINT), encodedVarint(value)]);
}

export function boolean(field: number, value: boolean): Buffer {
  return varint(field, value ? 1 : 0);
}

export function double(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([tag(field, FIXED_64), bytes]);
}

export function float(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([tag(field, FIXED_32), bytes]);
}

export function text(field: number, value: string): Buffer {
  return message(field, Buffer.from(value, 'utf8'));
}

/** An embedded message, from its fields. */
export function message(field: number, ...fields: readonly Uint8Array[]): Buffer {
  const length = fields.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([tag(field, LENGTH_DELIMITED), encodedVarint(length), ...fields]);
}

function tag(field: number, wireType: number): Buffer {
  return encodedVarint(field * 8 + wireType);
}

/** By division, because steps may be larger than the 32 bits that shifts take. */
function encodedVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}
