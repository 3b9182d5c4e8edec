/**
 * Every actor belongs to one of a fixed number of slots, and each slot to one shard. The number is part of
 * the stored data (`actors.slot`): it must not change. Slots, not actors, move between threads and machines.
 */
export const slotCount = 64;

/** The slot of an actor: FNV-1a over its name, which spreads names that differ in one letter. */
export function slotOf(actor: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < actor.length; i++) {
    hash ^= actor.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  // The low bits of FNV-1a mix least.
  return ((hash ^ (hash >>> 16)) >>> 0) % slotCount;
}

/** The shard of a slot when `shardCount` shards share all slots evenly. */
export const shardOfSlot = (slot: number, shardCount: number): number => slot % shardCount;

/** The slots of one shard. */
export const slotsOfShard = (shard: number, shardCount: number): number[] =>
  Array.from({ length: slotCount }, (_, slot) => slot).filter(
    (slot) => shardOfSlot(slot, shardCount) === shard,
  );
