import { isDeepStrictEqual } from 'node:util';
import { pino } from 'pino';
import { openDatabase } from '../../gateway/database/open.ts';
import { type AuctionRecord, audit, givenBack, promised } from '../../gateway/socket/testing/audit.ts';
import { readHistory, readLot } from '../../gateway/socket/testing/lots.ts';
import type { Person } from '../../gateway/socket/testing/person.ts';
import type { SocketClient } from '../../gateway/socket/testing/socket-client.ts';
import {
  readStoredAuctions,
  readStoredRooms,
  type StoredAuction,
  type StoredOutage,
  type StoredRoom,
} from '../../gateway/socket/testing/stored-actors.ts';
import { within } from '../../gateway/socket/testing/within.ts';
import type { Bidder } from './bidder.ts';
import type { Struck } from './faults/fault.ts';
import type { House } from './house.ts';
import type { OpenLot } from './lots.ts';
import type { Market } from './market.ts';
import { promisedOfMessages } from './room-reckoning.ts';
import { acceptedAgainAt, overtaken, standstill, uncoveredMs } from './timing.ts';

/** Sentences about what did not hold, by what was promised. */
export type Found = Record<(typeof broken)[number], string[]>;
export const broken = [...promised, ...promisedOfMessages, 'unexpected'] as const;

type InPublic = Pick<AuctionRecord, 'history' | 'shown'>;
interface Journal {
  readonly outages: readonly StoredOutage[];
  readonly auctions: readonly StoredAuction[];
  readonly rooms: readonly StoredRoom[];
}

/** A sign of life may be this old when a fault strikes, and the next bid this far away. */
const mostUncoveredMs = 1_000;
/** Beyond the end of a short lot's clock. */
const endTimeoutMs = 60_000;

export const nothingBroken = (): Found =>
  Object.fromEntries(broken.map((name) => [name, []])) as unknown as Found;

/** What everybody is shown of each lot, when the short ones are over. */
export async function readPublic(person: Person, lots: readonly OpenLot[]): Promise<Map<string, InPublic>> {
  const seen = new Map<string, InPublic>();
  for (const { id, isLong } of lots) {
    const waitUntil = Date.now() + (isLong ? 0 : endTimeoutMs);
    let shown = (await readLot(person, id)).auction;
    while (shown.phase === 'live' && Date.now() < waitUntil) shown = (await readLot(person, id)).auction;
    seen.set(id, { shown, history: await readHistory(person, id) });
  }
  return seen;
}

/** Bidders who watched saw each event once, in order, and see now what somebody sees who has just come. */
export async function checkViews(bidders: readonly Bidder[], fresh: SocketClient): Promise<string[]> {
  const found: string[] = [];
  for (const bidder of bidders) {
    const { view } = bidder;
    if (view === null) continue;
    fresh.send({ type: 'subscribe', lot: view.lot });
    const { seq, state } = await fresh.next('snapshot', ({ lot }) => lot === view.lot);
    try {
      await within(bidder.caughtUp(seq), `lot ${view.lot} was not shown up to ${seq}`);
      if (!isDeepStrictEqual(view.state, state))
        found.push(`lot ${view.lot} looks different to one who stayed`);
    } catch (error) {
      found.push(`lot ${view.lot} was shown with a hole: ${(error as Error).message}`);
    }
    fresh.send({ type: 'unsubscribe', lot: view.lot });
  }
  return found;
}

/** Reads the journal from the database itself, when the server has ended. */
export async function readJournal(
  house: House,
  lots: readonly OpenLot[],
  rooms: readonly string[],
): Promise<Journal> {
  const place = { databaseUrl: house.databaseUrl, dataDir: house.dataDir };
  const database = await openDatabase(place, pino({ level: 'silent' }));
  try {
    const outages = await database.kysely.selectFrom('outages').selectAll().execute();
    const ids = lots.map(({ id }) => id);
    return {
      outages,
      auctions: await readStoredAuctions(database.kysely, ids),
      rooms: await readStoredRooms(database.kysely, rooms),
    };
  } finally {
    await database.stop();
  }
}

export interface Reckoning {
  readonly found: Found;
  /** From when the cause was gone until each lot that stayed on accepted bids again. */
  readonly bidsAgainMs: readonly number[];
  /** How long each lot that stayed on stood still around the fault, and how much of that was not given back. */
  readonly standstillMs: readonly number[];
  readonly notGivenBackMs: readonly number[];
}

/** Holds what bidders know, what everybody is shown and what the journal has against each other; `isPartial` says that lots without an outage were not struck. */
export function reckon(
  { outages, auctions }: Journal,
  inPublic: ReadonlyMap<string, InPublic>,
  market: Market,
  lots: readonly OpenLot[],
  struck: Struck,
  isPartial: boolean,
): Reckoning {
  const found = nothingBroken();
  const bidsAgainMs: number[] = [];
  const standstillMs: number[] = [];
  const notGivenBackMs: number[] = [];
  const longLots = new Set(lots.filter(({ isLong }) => isLong).map(({ id }) => id));
  for (const stored of auctions) {
    const { lot } = stored;
    const sent = market.sent.filter((bid) => bid.lot === lot);
    const findings = audit({ stored, outages, sent, ...(inPublic.get(lot) as InPublic) });
    for (const name of promised) found[name].push(...findings[name]);
    found.disordered.push(...overtaken(stored, sent));
    found.unexpected.push(...sent.flatMap(({ contradiction }) => contradiction ?? []));

    const phase = inPublic.get(lot)?.shown.phase;
    const isAsMeant = longLots.has(lot) ? phase === 'live' : phase === 'sold' || phase === 'unsold';
    if (!isAsMeant) found.unexpected.push(`lot ${lot} is ${phase}`);
    if (!longLots.has(lot)) continue;
    const back = givenBack(stored, outages);
    const isStruck = !isPartial || back.some(({ to_at }) => to_at > struck.at);
    const againAt = acceptedAgainAt(stored, sent, struck.liftedAt);
    if (isStruck && againAt !== null) bidsAgainMs.push(againAt - struck.liftedAt);
    const still = standstill(stored, struck.at);
    standstillMs.push(still.to - still.from);
    notGivenBackMs.push(uncoveredMs(still, back));
    const missingMs = struck.dead === null ? 0 : uncoveredMs(struck.dead, back);
    if (missingMs > mostUncoveredMs)
      found.timeTaken.push(`lot ${lot} got ${missingMs} ms not back in which nobody could bid`);
  }
  if (bidsAgainMs.length === 0) found.unexpected.push('no auction was struck');
  return { found, bidsAgainMs, standstillMs, notGivenBackMs };
}
