import type { GroupPlan, Subscription } from '../generator/messages.ts';

/**
 * Seats sockets in the auctions in turn. Bidders with several bids in flight share as many auctions, so that
 * they need not bid twice in a row in one.
 */
export function bidderGroups(sockets: number, lots: readonly string[], inFlight: number): GroupPlan[] {
  const groups: Array<{ connections: number[]; lots: string[] }> = [];
  for (let n = 0; n < lots.length; n += inFlight) {
    groups.push({ connections: [], lots: lots.slice(n, n + inFlight) });
  }
  for (let socket = 0; socket < sockets; socket++) {
    groups[Math.floor((socket % lots.length) / inFlight)]?.connections.push(socket);
  }
  return groups;
}

/** Each socket watches the auction that it is seated in. */
export function homeSubscriptions(sockets: number, lots: readonly string[]): Subscription[] {
  return Array.from(
    { length: sockets },
    (_, socket) => [socket, lots[socket % lots.length] as string] as const,
  );
}
