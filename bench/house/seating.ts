import type { GroupPlan, Subscription } from '../generator/messages.ts';

/** Who sits where: groups that share auctions, and the one auction that each socket watches. */
export interface Seating {
  readonly groups: readonly GroupPlan[];
  readonly homes: readonly Subscription[];
}

/**
 * Seats sockets in the auctions in turn. Bidders with several bids in flight share at least as many auctions,
 * so that they need not bid twice in a row in one.
 */
export function seat(sockets: number, lots: readonly string[], lotsPerGroup: number): Seating {
  const groups: Array<{ connections: number[]; lots: readonly string[] }> = [];
  for (let n = 0; n < lots.length; n += lotsPerGroup) {
    groups.push({ connections: [], lots: lots.slice(n, n + lotsPerGroup) });
  }
  if (sockets < 2 * groups.length) {
    throw new Error(
      `${sockets} sockets are too few for ${lots.length} auctions: nobody bids against himself`,
    );
  }
  const homes: Subscription[] = [];
  for (let socket = 0; socket < sockets; socket++) {
    const group = groups[socket % groups.length] as (typeof groups)[number];
    const home = group.lots[group.connections.length % group.lots.length] as string;
    group.connections.push(socket);
    homes.push([socket, home]);
  }
  return { groups, homes };
}
