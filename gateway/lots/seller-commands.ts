import type { z } from 'zod';
import type { AuctionCommand } from '../../schema/auction/commands.ts';
import type { SellerCommandName, sellerCommandSchemas } from '../../schema/http.ts';

type Bodies = { [Name in SellerCommandName]: z.output<(typeof sellerCommandSchemas)[Name]> };

/** What each seller's command tells the auction. */
export const sellerCommands: {
  readonly [Name in SellerCommandName]: (by: number, body: Bodies[Name]) => AuctionCommand;
} = {
  schedule: (by, { startsAt }) => ({ type: 'schedule', by, startsAt }),
  open: (by) => ({ type: 'open', by }),
  pause: (by, { reason }) => ({ type: 'pause', by, reason }),
  resume: (by) => ({ type: 'resume', by }),
  extend: (by, { addMs }) => ({ type: 'extend', by, addMs }),
  hammer: (by, { belowReserve }) => ({ type: 'hammer', by, belowReserve }),
  cancel: (by, { reason }) => ({ type: 'cancel', by, reason }),
  undo: (by, { reason }) => ({ type: 'undoLastBid', by, reason }),
};
