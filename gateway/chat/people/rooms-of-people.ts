import { type Kysely, sql } from 'kysely';
import type { ChatEvent } from '../../../schema/chat/events.ts';
import { chatActor } from '../../../schema/ids.ts';
import { limits } from '../../../schema/limits.ts';
import type { Tables } from '../../../schema/tables.ts';
import { scanJournal } from '../../database/scan-journal.ts';

const prefix = chatActor('');
/** The first actor's name that is no room's any more: `0` follows `/`. */
const afterRooms = 'chat0';

/** The rooms whose journal knows these people, and whom of them each knows: as speakers, and as what was done to them. */
export async function roomsThatName(
  db: Kysely<Tables>,
  people: readonly number[],
): Promise<Map<string, Set<number>>> {
  const rooms = new Map<string, Set<number>>();
  const wanted = new Set(people);
  const add = (lot: string, person: number | undefined) => {
    if (person === undefined || !wanted.has(person)) return;
    const known = rooms.get(lot) ?? new Set();
    rooms.set(lot, known.add(person));
  };
  const pattern = `"(by|person|to)":(${people.join('|')})[,}]`;
  for await (const { id, events } of scanJournal(db, 'chat', pattern)) {
    for (const event of events as readonly ChatEvent[]) {
      if ('by' in event) add(id, event.by);
      if ('person' in event) add(id, event.person);
      if ('to' in event) add(id, event.to);
    }
  }
  return rooms;
}

/** Rooms that know one of these people as their seller, of lots that are over, too. It reads the heads of all rooms. */
export async function roomsSoldBy(db: Kysely<Tables>, sellers: readonly number[]): Promise<string[]> {
  const rows = await db
    .selectFrom('actors')
    .select('actor')
    .where('actor', '>', prefix)
    .where('actor', '<', afterRooms)
    .where(sql<boolean>`(summary->>'sellerId')::bigint = any(${sellers}::bigint[])`)
    .execute();
  return rows.map(({ actor }) => actor.slice(prefix.length));
}

/**
 * Rooms whose checkpoint has one of these numbers in it, some at a time: older rows of their journal may be gone. Whether
 * the number is that person, the room knows.
 */
export async function* roomsThatMayKnow(
  db: Kysely<Tables>,
  people: readonly number[],
): AsyncGenerator<string[]> {
  const pattern = `[^0-9](${people.join('|')})[^0-9]`;
  for (let after = prefix; ; ) {
    const rows = await db
      .selectFrom('checkpoints')
      .select(['actor', sql<boolean>`state::text ~ ${pattern}`.as('mayKnow')])
      .where('actor', '>', after)
      .where('actor', '<', afterRooms)
      .orderBy('actor')
      .limit(limits.errandLots)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.filter(({ mayKnow }) => mayKnow).map(({ actor }) => actor.slice(prefix.length));
    after = last.actor;
  }
}
