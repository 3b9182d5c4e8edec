/** How many sockets each address holds open. */
export interface AddressCounts {
  /** Counts one more, unless there are `most` already; true if it was counted. */
  take(address: string, most: number): boolean;
  /** One that was counted is closed. */
  release(address: string): void;
}

/** Counts the sockets of one thread. */
export function addressCounts(): AddressCounts {
  const counts = new Map<string, number>();
  return {
    take(address, most) {
      const count = counts.get(address) ?? 0;
      if (count >= most) return false;
      counts.set(address, count + 1);
      return true;
    },
    release(address) {
      const count = (counts.get(address) ?? 1) - 1;
      if (count === 0) counts.delete(address);
      else counts.set(address, count);
    },
  };
}
