import type { AuctionCommand } from '../../schema/auction/commands.ts';
import type { AuctionEvent } from '../../schema/auction/events.ts';
import { type Behaviour, bidFlags, commandRecord } from '../../schema/behaviour.ts';
import { abridge } from './abridge.ts';
import { deadline } from './deadline.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { type FrozenAuction, freeze, thaw } from './freeze.ts';
import { memoryWeight } from './memory.ts';
import { snapshot, summary } from './public.ts';
import { publish } from './publish.ts';
import { record } from './record.ts';
import { type AuctionState, initial } from './state.ts';
import { view } from './view.ts';

/** Reads a packed bid: the only command that comes through a lane. */
function unpack(batch: Float64Array, offset: number): AuctionCommand {
  const flags = batch[offset + commandRecord.z] as number;
  return {
    type: 'bid',
    by: batch[offset + commandRecord.by] as number,
    bidId: batch[offset + commandRecord.x] as number,
    amountPoints: batch[offset + commandRecord.y] as number,
    isMax: (flags & bidFlags.max) !== 0,
    confirmed: (flags & bidFlags.confirmed) !== 0,
    receivedAt: batch[offset + commandRecord.receivedAt] as number,
  };
}

/** The auction as the actor runtime runs it. */
const auction: Behaviour<AuctionState, AuctionCommand, AuctionEvent> = {
  kind: 'auction',
  givesWay: false,
  initial,
  decide,
  evolve,
  deadline,
  tick: (dueAt) => ({ type: 'tick', deadline: dueAt }),
  outage: ({ outageId, from, to }) => ({ type: 'outage', outageId, from, to }),
  unpack,
  // A bid that is sent again to confirm a jump is another question, whose answer must not be the first one.
  retryKey: (command) =>
    command.type === 'bid' ? `${command.by}:${command.bidId}:${command.confirmed}` : null,
  record,
  publish,
  abridge,
  position: (state) => state.position,
  snapshot,
  summary,
  // A bid moves only the price and the clock, which whoever watches the lot is told at once.
  mayShowLater: ({ type }) => type === 'bid' || type === 'maxRaised',
  status: (state) => state.phase,
  view,
  freeze,
  thaw: (frozen) => thaw(frozen as FrozenAuction),
  weight: memoryWeight,
};

export default auction;
