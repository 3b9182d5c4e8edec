/** Type numbers of PostgreSQL's pg_type. */
const oids = { int4: 23, int8: 20, text: 25 } as const;
const smallestBytes = 16 * 1024;
/** What a message needs besides its parameters, with room to spare. */
const frameBytes = 256;

/** Execute without a limit of rows, and Sync: what follows every Bind here. */
const executeAndSync = Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0x53, 0, 0, 0, 4]);

/**
 * A run of a prepared statement as PostgreSQL's extended query protocol has it (chapter "Message Formats": Bind,
 * Execute, Sync), all parameters in binary, so that a commit's columns need neither be quoted here nor parsed there.
 * It is written into memory that is used again: buffers made for each commit are what had V8 collect the whole heap
 * of a shard twice a second.
 */
export class BindMessage {
  #bytes = Buffer.allocUnsafeSlow(smallestBytes);
  #at = 0;

  /** Begins a message for a statement with so many parameters; each is to be written then, in order. */
  begin(statement: string, parameters: number): void {
    this.#at = 0;
    this.#ensure(frameBytes + statement.length);
    this.#bytes[0] = 0x42;
    this.#at = 5;
    // The unnamed portal.
    this.#bytes[this.#at++] = 0;
    this.#at += this.#bytes.write(statement, this.#at, 'latin1');
    this.#bytes[this.#at++] = 0;
    // One format for all parameters: binary.
    this.#int16(1);
    this.#int16(1);
    this.#int16(parameters);
  }

  /** An `int4`. */
  int4(value: number): void {
    this.#ensure(8);
    this.#int32(4);
    this.#int32(value);
  }

  /** An `int4[]`. */
  int4Array(values: readonly number[]): void {
    const start = this.#beginArray(oids.int4, values.length, values.length * 8);
    for (const value of values) {
      this.#int32(4);
      this.#int32(value);
    }
    this.#endArray(start, false);
  }

  /** An `int8[]` of safe integers and nulls. */
  int8Array(values: readonly (number | null)[]): void {
    const start = this.#beginArray(oids.int8, values.length, values.length * 12);
    let hasNulls = false;
    for (const value of values) {
      if (value === null) {
        hasNulls = true;
        this.#int32(-1);
        continue;
      }
      const high = Math.floor(value / 0x1_0000_0000);
      this.#int32(8);
      this.#int32(high);
      this.#int32(value - high * 0x1_0000_0000);
    }
    this.#endArray(start, hasNulls);
  }

  /** A `text[]` in UTF-8. */
  textArray(values: readonly string[]): void {
    const start = this.#beginArray(oids.text, values.length, 0);
    for (const value of values) {
      // Three bytes for each UTF-16 unit is the most that UTF-8 takes; counting exactly would read each text twice.
      this.#ensure(4 + value.length * 3);
      const length = this.#bytes.write(value, this.#at + 4, 'utf8');
      this.#int32(length);
      this.#at += length;
    }
    this.#endArray(start, false);
  }

  /** The whole message; good until the next one begins. */
  end(): Buffer {
    this.#ensure(4 + executeAndSync.length);
    // Results are not looked at, so their format is left to be text.
    this.#int16(0);
    this.#lengthAt(1, this.#at - 1);
    executeAndSync.copy(this.#bytes, this.#at);
    return this.#bytes.subarray(0, this.#at + executeAndSync.length);
  }

  /** The array's own header (`array_recv` in the server's arrayfuncs.c); gives where the parameter begins. */
  #beginArray(oid: number, length: number, bytes: number): number {
    this.#ensure(24 + bytes);
    const start = this.#at;
    this.#at += 4;
    this.#int32(1);
    this.#int32(0);
    this.#int32(oid);
    this.#int32(length);
    this.#int32(1);
    return start;
  }

  #endArray(start: number, hasNulls: boolean): void {
    this.#lengthAt(start, this.#at - start - 4);
    if (hasNulls) this.#bytes[start + 11] = 1;
  }

  #lengthAt(at: number, value: number): void {
    this.#bytes.writeInt32BE(value, at);
  }

  #int16(value: number): void {
    this.#bytes[this.#at++] = value >>> 8;
    this.#bytes[this.#at++] = value;
  }

  #int32(value: number): void {
    const bytes = this.#bytes;
    bytes[this.#at++] = value >>> 24;
    bytes[this.#at++] = value >>> 16;
    bytes[this.#at++] = value >>> 8;
    bytes[this.#at++] = value;
  }

  #ensure(more: number): void {
    const needed = this.#at + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
