import { createHash } from 'node:crypto';
import { limits } from '../../schema/limits.ts';
import type { AddressCounts } from './address-counts.ts';

const lockAt = 0;
const usedAt = 1;
const firstSlotAt = 2;
/** Of one slot: two halves of its key, and the count. A slot whose count is 0 is free. */
const slotLength = 3;
/** Half of the slots stay free, so that few have to be looked at. */
const slotsPerAddress = 2;

/** Memory for the counts of so many addresses. The system lends it page by page, as it is used. */
export function sharedAddressMemory(maxAddresses: number = limits.maxSocketAddresses): SharedArrayBuffer {
  const cells = firstSlotAt + maxAddresses * slotsPerAddress * slotLength;
  return new SharedArrayBuffer(cells * Int32Array.BYTES_PER_ELEMENT);
}

/**
 * Counts the sockets of all threads that are given the same memory. It is shared, and not asked for by messages,
 * because a handshake has to be answered within the call that brings it. A hash table with linear probing, behind a lock
 * that is held for a few lookups.
 */
export class SharedAddressCounts implements AddressCounts {
  readonly #cells: Int32Array;
  readonly #slots: number;

  constructor(memory: SharedArrayBuffer) {
    this.#cells = new Int32Array(memory);
    this.#slots = (this.#cells.length - firstSlotAt) / slotLength;
  }

  take(address: string, most: number): boolean {
    const digest = digestOf(address);
    return this.#locked(() => {
      const at = this.#find(digest);
      const count = this.#cells[at + 2] as number;
      if (count >= most) return false;
      if (count === 0) {
        const used = this.#cells[usedAt] as number;
        if (used >= this.#slots / slotsPerAddress) return false;
        this.#cells[usedAt] = used + 1;
        this.#cells[at] = digest.readInt32LE(0);
        this.#cells[at + 1] = digest.readInt32LE(4);
      }
      this.#cells[at + 2] = count + 1;
      return true;
    });
  }

  release(address: string): void {
    const digest = digestOf(address);
    this.#locked(() => {
      const at = this.#find(digest);
      const count = this.#cells[at + 2] as number;
      if (count === 0) return;
      this.#cells[at + 2] = count - 1;
      if (count === 1) this.#free(at);
    });
  }

  /** Where the address stands, or the free slot where it would. */
  #find(digest: Buffer): number {
    const cells = this.#cells;
    const [high, low] = [digest.readInt32LE(0), digest.readInt32LE(4)];
    for (let slot = this.#home(high); ; slot = (slot + 1) % this.#slots) {
      const at = firstSlotAt + slot * slotLength;
      if (cells[at + 2] === 0 || (cells[at] === high && cells[at + 1] === low)) return at;
    }
  }

  #home(high: number): number {
    return (high >>> 0) % this.#slots;
  }

  /** Closes the gap, or whoever was put behind it would not be found any more. */
  #free(freedAt: number): void {
    const cells = this.#cells;
    cells[usedAt] = (cells[usedAt] as number) - 1;
    let gap = (freedAt - firstSlotAt) / slotLength;
    for (let slot = (gap + 1) % this.#slots; ; slot = (slot + 1) % this.#slots) {
      const at = firstSlotAt + slot * slotLength;
      if (cells[at + 2] === 0) return;
      const home = this.#home(cells[at] as number);
      const isBehindGap = gap < slot ? home > gap && home <= slot : home > gap || home <= slot;
      if (isBehindGap) continue;
      cells.copyWithin(firstSlotAt + gap * slotLength, at, at + slotLength);
      cells[at + 2] = 0;
      gap = slot;
    }
  }

  #locked<Result>(task: () => Result): Result {
    const cells = this.#cells;
    while (Atomics.compareExchange(cells, lockAt, 0, 1) !== 0) Atomics.wait(cells, lockAt, 1);
    try {
      return task();
    } finally {
      Atomics.store(cells, lockAt, 0);
      Atomics.notify(cells, lockAt, 1);
    }
  }
}

/** Of a digest nobody finds two addresses with the same first eight bytes, so that none counts for another one. */
const digestOf = (address: string): Buffer => createHash('sha256').update(address).digest();
