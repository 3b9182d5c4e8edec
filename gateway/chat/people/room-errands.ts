import type { Kysely } from 'kysely';
import type { Tables } from '../../../schema/tables.ts';
import { ProblemError } from '../../http/problem.ts';
import type { Rooms } from '../rooms.ts';
import { roomsSoldBy, roomsThatMayKnow, roomsThatName } from './rooms-of-people.ts';

export interface RoomErrandParts {
  readonly db: Kysely<Tables>;
  readonly rooms: Rooms;
}

/** Tells rooms what has become of people; told again, they do nothing. Rejects when a room could not be told. */
export class RoomErrands {
  readonly #parts: RoomErrandParts;

  constructor(parts: RoomErrandParts) {
    this.#parts = parts;
  }

  /** Guests have turned out to be these accounts: told to the room of a lot if it knows them. */
  async merge(lot: string, accountOf: ReadonlyMap<number, number>): Promise<void> {
    if (accountOf.size === 0) return;
    const { db, rooms } = this.#parts;
    for (const from of await rooms.ask(lot, { ask: 'concerns', of: [...accountOf.keys()] })) {
      const to = accountOf.get(from) as number;
      const { name } = await db
        .selectFrom('persons')
        .select('name')
        .where('id', '=', to)
        .executeTakeFirstOrThrow();
      await rooms.command(lot, { type: 'merge', from, to, name }).catch(unlessForgotten);
    }
  }

  /** The same, told to all rooms that know one of the guests as their seller: with the lots they pass over to the account. */
  async mergeSellers(accountOf: ReadonlyMap<number, number>): Promise<void> {
    for (const lot of await roomsSoldBy(this.#parts.db, [...accountOf.keys()])) {
      await this.merge(lot, accountOf);
    }
  }

  /** These people have deleted their accounts: told to all rooms that know them, however long ago they spoke there. */
  async forget(people: readonly number[]): Promise<void> {
    const { db, rooms } = this.#parts;
    const tell = async (lot: string, known: Iterable<number>) => {
      for (const person of known) await rooms.command(lot, { type: 'forget', person });
    };
    const named = await roomsThatName(db, people);
    for (const [lot, known] of named) await tell(lot, known);
    for await (const lots of roomsThatMayKnow(db, people)) {
      for (const lot of lots) {
        if (!named.has(lot)) await tell(lot, await rooms.ask(lot, { ask: 'concerns', of: people }));
      }
    }
  }
}

/** The account was deleted meanwhile, and the guest with it. */
function unlessForgotten(error: unknown): void {
  if (!(error instanceof ProblemError && error.problem.code === 'invalid')) throw error;
}
