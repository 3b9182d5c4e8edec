import { fileURLToPath } from 'node:url';
import type { AuctionEvent } from '../../schema/auction/events.ts';
import { keepTheirStates } from '../testing/keep-their-states.ts';
import { storedJournals } from '../testing/stored-journals.ts';
import auction from './behaviour.ts';

/** Whether each type of event stands in a journal of the first version that had it. */
const eventTypes: Readonly<Record<AuctionEvent['type'], true>> = {
  listed: true,
  revised: true,
  scheduled: true,
  opened: true,
  bid: true,
  maxRaised: true,
  paused: true,
  resumed: true,
  extended: true,
  bidUndone: true,
  bidsVoided: true,
  peopleMerged: true,
  streamUp: true,
  streamDown: true,
  outage: true,
  sold: true,
  unsold: true,
  cancelled: true,
};

keepTheirStates(
  auction,
  storedJournals<AuctionEvent, unknown>(fileURLToPath(new URL('./testing/journals', import.meta.url))),
  Object.keys(eventTypes),
);
