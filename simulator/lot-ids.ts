import { shardOfSlot, slotOf } from '../actors/slots.ts';
import { auctionActor, chatActor } from '../schema/ids.ts';

/** The lots of every run, of which smaller ones have the first only. */
export const lotIds = [
  '01K0000000000000000000000A',
  '01K0000000000000000000000B',
  '01K0000000000000000000000C',
] as const;

/** Whether some room has to share its shard with some lot, where so many lots are on so many shards. */
export function shareAShard(lots: number, shards: number): boolean {
  const shardOf = (actor: string) => shardOfSlot(slotOf(actor), shards);
  const ids = lotIds.slice(0, lots);
  const ofLots = new Set(ids.map((lot) => shardOf(auctionActor(lot))));
  return ids.some((lot) => ofLots.has(shardOf(chatActor(lot))));
}
