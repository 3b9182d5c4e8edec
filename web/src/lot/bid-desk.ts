import { BidIds } from '../connection/bid-ids.ts';
import { link, onMessage, onWelcome, serverClock } from '../connection/room.ts';
import { OwnBids } from './own-bids.ts';

const ids = new BidIds(localStorage);

/** The bids of this page, sent over its connection. */
export const ownBids = new OwnBids({
  send: (message) => link.send(message),
  nextId: () => ids.next(serverClock.nowMs()),
  probe: () => link.probe(),
  after: (delayMs, call) => {
    const timer = setTimeout(call, delayMs);
    return () => clearTimeout(timer);
  },
});

onWelcome(() => ownBids.resend());
onMessage((message) => ownBids.take(message));
