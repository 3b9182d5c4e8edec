import { effect } from '@preact/signals';
import { BidIds } from '../connection/bid-ids.ts';
import { link, onMessage, onWelcome, serverClock } from '../connection/room.ts';
import { isComingBack } from '../session/person.ts';
import { OwnBids } from './own-bids.ts';

const ids = new BidIds(localStorage);

/** The bids of this page, sent over its connection. */
export const ownBids = new OwnBids({
  // As nobody's it would be refused; it goes out as soon as the connection knows whose it is.
  send: (message) => !isComingBack.peek() && link.send(message),
  nextId: () => ids.next(serverClock.nowMs()),
  probe: () => link.probe(),
  after: (delayMs, call) => {
    const timer = setTimeout(call, delayMs);
    return () => clearTimeout(timer);
  },
});

onWelcome(() => ownBids.resend());
effect(() => {
  if (!isComingBack.value) ownBids.resend();
});
onMessage((message) => ownBids.take(message));
