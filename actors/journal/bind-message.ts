/**
 * One-dimensional PostgreSQL arrays in binary wire format (`array_send` in the server's arrayfuncs.c):
 * int32 dimensions, int32 has-nulls, int32 element type, then int32 length and int32 lower bound of the
 * dimension, then per element int32 byte length (-1 for null) and its bytes. `pg` passes a Buffer on in
 * binary, so a commit's columns need neither be quoted here nor parsed there.
 */
const headerBytes = 20;
const oids = { int4: 23, int8: 20, text: 25 } as const;

function header(buffer: Buffer, oid: number, length: number, hasNulls: boolean): void {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(hasNulls ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
}

/** An `int4[]`. */
export function int4Array(values: readonly number[]): Buffer {
  const buffer = Buffer.allocUnsafe(headerBytes + values.length * 8);
  header(buffer, oids.int4, values.length, false);
  let at = headerBytes;
  for (const value of values) {
    at = buffer.writeInt32BE(4, at);
    at = buffer.writeInt32BE(value, at);
  }
  return buffer;
}

/** An `int8[]` of safe integers and nulls. */
export function int8Array(values: readonly (number | null)[]): Buffer {
  const buffer = Buffer.allocUnsafe(headerBytes + values.length * 12);
  let hasNulls = false;
  let at = headerBytes;
  for (const value of values) {
    if (value === null) {
      hasNulls = true;
      at = buffer.writeInt32BE(-1, at);
      continue;
    }
    const high = Math.floor(value / 0x1_0000_0000);
    at = buffer.writeInt32BE(8, at);
    at = buffer.writeInt32BE(high, at);
    at = buffer.writeUInt32BE(value - high * 0x1_0000_0000, at);
  }
  header(buffer, oids.int8, values.length, hasNulls);
  return buffer.subarray(0, at);
}

/** A `text[]` in UTF-8. */
export function textArray(values: readonly string[]): Buffer {
  let bytes = headerBytes;
  // Three bytes per UTF-16 unit is the most that UTF-8 takes; counting exactly would read each text twice.
  for (const value of values) bytes += 4 + value.length * 3;
  const buffer = Buffer.allocUnsafe(bytes);
  header(buffer, oids.text, values.length, false);
  let at = headerBytes;
  for (const value of values) {
    const length = buffer.write(value, at + 4, 'utf8');
    buffer.writeInt32BE(length, at);
    at += 4 + length;
  }
  return buffer.subarray(0, at);
}
