import type { AuctionCommand, BidCommand } from '../../schema/auction/commands.ts';
import { type AuctionDecision, refused } from './answers.ts';
import { decideBid } from './bid.ts';
import { decideTick } from './deadline.ts';
import { decideExtend } from './extend.ts';
import { decideCancel, decideHammer } from './hammer.ts';
import { whoIs } from './identity.ts';
import { decideList, decideOpen, decideRevise, decideSchedule } from './listing.ts';
import { decideMerge } from './merge.ts';
import { decideOutage } from './outage.ts';
import { decidePause, decideResume } from './pause.ts';
import { type AuctionState, isListed, type ListedState } from './state.ts';
import { decideStreamDown, decideStreamUp } from './stream.ts';
import { decideUndo } from './undo.ts';
import { decideVoid } from './void.ts';

/** A bid that a guest had sent before it turned out who that is. */
const asOne = (state: ListedState, bid: BidCommand): BidCommand =>
  state.merged === null ? bid : { ...bid, by: whoIs(state, bid.by) };

/** Decides any command at the time `now` (ms). Each rule has its own file; before listing there is no lot. */
export function decide(state: AuctionState, command: AuctionCommand, now: number): AuctionDecision {
  if (command.type === 'list') return decideList(state, command.by, command.spec, now);
  if (!isListed(state)) return refused('unknown_lot');
  switch (command.type) {
    case 'bid':
      return decideBid(state, asOne(state, command), now);
    case 'tick':
      return decideTick(state, command.deadline, now);
    case 'revise':
      return decideRevise(state, command.by, command.spec, now);
    case 'schedule':
      return decideSchedule(state, command.by, command.startsAt, now);
    case 'open':
      return decideOpen(state, command.by, now);
    case 'pause':
      return decidePause(state, command.by, command.reason, now);
    case 'resume':
      return decideResume(state, command.by, now);
    case 'extend':
      return decideExtend(state, command.by, command.addMs, now);
    case 'hammer':
      return decideHammer(state, command.by, command.belowReserve, now);
    case 'cancel':
      return decideCancel(state, command.by, command.reason, now);
    case 'undoLastBid':
      return decideUndo(state, command.by, command.reason, now);
    case 'voidBids':
      return decideVoid(state, command.person, now);
    case 'merge':
      return decideMerge(state, command.from, command.to, now);
    case 'streamUp':
      return decideStreamUp(state, now);
    case 'streamDown':
      return decideStreamDown(state, now);
    case 'outage':
      return decideOutage(state, command, now);
  }
}
