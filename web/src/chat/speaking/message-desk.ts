import { BidIds } from '../../connection/bid-ids.ts';
import { link, serverClock } from '../../connection/room.ts';
import { OwnMessages } from './own-messages.ts';

// Bids and messages may well share their numbers: each is counted where it is sent.
const ids = new BidIds(localStorage);

/** What is said on this page in a lot's room, sent over its connection. */
export const openOwnMessages = (lotId: string): OwnMessages =>
  new OwnMessages(lotId, {
    send: (message) => link.send(message),
    nextId: () => ids.next(serverClock.nowMs()),
    probe: () => link.probe(),
    nowMs: () => serverClock.nowMs(),
    after: (delayMs, call) => {
      const timer = setTimeout(call, delayMs);
      return () => clearTimeout(timer);
    },
  });
