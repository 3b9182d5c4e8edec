import type { Kysely } from 'kysely';
import type { ActorClient } from '../../actors/client.ts';
import type { Tables } from '../../schema/tables.ts';
import { RoomErrands } from '../chat/people/room-errands.ts';
import type { Rooms } from '../chat/rooms.ts';
import { auctionsOf } from '../lots/auctions.ts';
import { type LotErrandParts, LotErrands } from '../lots/lot-errands.ts';
import { mergeGuest } from '../people/merge-guest.ts';
import type { People } from '../people/people.ts';
import { StaffActions, type StaffParts } from './staff-actions.ts';

export interface ModerationParts extends Pick<LotErrandParts, 'now' | 'later' | 'log'> {
  readonly db: Kysely<Tables>;
  readonly actors: ActorClient;
  readonly rooms: Rooms;
  readonly people: Pick<People, 'sessions' | 'denials'>;
  readonly isConfiguredAdmin: StaffParts['isConfiguredAdmin'];
}

/** What is done to people that lots have to hear of. */
export interface Moderation {
  readonly staff: StaffActions;
  /** Makes a guest one with an account (see merge-guest.ts). */
  mergeGuest(guestId: number, accountId: number): Promise<void>;
  /** Tells the lots and their rooms what they have not heard yet, also what a server before this one had begun. */
  runErrands(): Promise<void>;
  /** Leaves the rest to the next server. */
  stop(): Promise<void>;
}

/** Puts the parts of it together. */
export function createModeration(parts: ModerationParts): Moderation {
  const { db, actors, rooms, people, isConfiguredAdmin, now, later, log } = parts;
  const { sessions, denials } = people;
  const errands = new LotErrands({
    db,
    auctions: auctionsOf(actors),
    rooms: new RoomErrands({ db, rooms }),
    sessions,
    now,
    later,
    log,
  });
  return {
    staff: new StaffActions({ db, sessions, denials, errands, isConfiguredAdmin, now }),
    mergeGuest: (guestId, accountId) => mergeGuest({ db, errands, now }, guestId, accountId),
    runErrands: () => errands.run(),
    stop: () => errands.stop(),
  };
}
