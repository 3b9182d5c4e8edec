import type { Kysely, Selectable } from 'kysely';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';
import type { RoomErrands } from '../chat/people/room-errands.ts';
import { ProblemError } from '../http/problem.ts';
import type { Sessions } from '../people/sessions/sessions.ts';
import type { Auctions } from './auctions.ts';
import { liveLots, lotsAhead, lotsThatAre, lotsWon } from './lots-of-people.ts';

type Errand = Pick<Selectable<Tables['lot_errands']>, 'id' | 'kind' | 'person_id' | 'account_id'>;

export interface LotErrandParts {
  readonly db: Kysely<Tables>;
  readonly auctions: Auctions;
  readonly rooms: Pick<RoomErrands, 'merge' | 'mergeSellers' | 'forget'>;
  readonly sessions: Pick<Sessions, 'endAll'>;
  readonly now: () => number;
  readonly later: (delayMs: number, task: () => void) => void;
  readonly log: { warn(details: object, message: string): void };
}

/** Each errand goes round this often at least: in the first round a bid may still have been on its way to its lot. */
const leastRounds = 2;
const minRetryMs = 1_000;
const maxRetryMs = 60_000;

/**
 * Tells the auctions and chat rooms what has become of people: that somebody is banned, that a guest is an account, or that
 * an account was deleted. What is to be told stands in the database until all know, whatever happens on the way; all that
 * waits goes round together.
 */
export class LotErrands {
  readonly #parts: LotErrandParts;
  /** How often an errand that still waits has gone round. */
  readonly #rounds = new Map<number, number>();
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  #isPutOff = false;
  #isStopped = false;
  #retryMs = minRetryMs;

  constructor(parts: LotErrandParts) {
    this.#parts = parts;
  }

  /** Goes round with all that waits. Resolves when that is done, or was put off because an auction did not answer. */
  run(): Promise<void> {
    if (this.#running === null) {
      this.#running = this.#goRound().finally(() => {
        this.#running = null;
      });
      return this.#running;
    }
    // What waits by now may have come too late for the round that is under way.
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = null;
        return this.run();
      });
    return this.#next;
  }

  /** Puts nothing off any more; what waits is for the next server. Resolves when no round is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  async #goRound(): Promise<void> {
    try {
      while (!this.#isStopped && (await this.#round()));
      this.#retryMs = minRetryMs;
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'not every lot could be told what has become of somebody yet');
      if (this.#isPutOff || this.#isStopped) return;
      this.#isPutOff = true;
      this.#parts.later(this.#retryMs, () => {
        this.#isPutOff = false;
        if (!this.#isStopped) void this.run();
      });
      this.#retryMs = Math.min(2 * this.#retryMs, maxRetryMs);
    }
  }

  /** One round with the errands that have waited longest; whether something is left. Throws when an auction did not answer. */
  async #round(): Promise<boolean> {
    const { db, sessions, now } = this.#parts;
    const errands = await db
      .selectFrom('lot_errands')
      .select(['id', 'kind', 'person_id', 'account_id'])
      .orderBy('tried_at')
      .orderBy('id')
      .limit(limits.maxErrandsPerPass)
      .execute();
    if (errands.length === 0) return false;
    const ids = errands.map(({ id }) => id);
    await db.updateTable('lot_errands').set({ tried_at: now() }).where('id', 'in', ids).execute();

    // First, so that no bid of theirs can come any more when the auctions are asked.
    for (const { id, person_id } of errands) {
      if (!this.#rounds.has(id)) await sessions.endAll(person_id);
    }
    const { busy, failure } = await this.#visit(errands);
    if (failure !== null) throw failure;
    const done = ids.filter((id) => {
      const rounds = (this.#rounds.get(id) ?? 0) + 1;
      this.#rounds.set(id, rounds);
      return rounds >= leastRounds && !busy.has(id);
    });
    if (done.length > 0) await db.deleteFrom('lot_errands').where('id', 'in', done).execute();
    for (const id of done) this.#rounds.delete(id);
    return true;
  }

  /** Takes errands to every lot that they may matter to. Gives those for which a lot had to be told something. */
  async #visit(errands: readonly Errand[]) {
    const { db } = this.#parts;
    const busy = new Set<number>();
    let failure: unknown = null;
    const visitAll = async (lots: readonly string[]) => {
      const visits = lots.map((lot) => this.#visitLot(lot, errands, busy));
      for (const visit of await Promise.allSettled(visits)) {
        if (visit.status === 'rejected') failure ??= visit.reason;
      }
    };
    const own = await this.#ownLots(errands.filter(({ kind }) => kind === 'merge'));
    for (let at = 0; at < own.length; at += limits.errandLots) {
      await visitAll(own.slice(at, at + limits.errandLots));
    }
    for await (const lots of liveLots(db)) await visitAll(lots);
    try {
      await this.#visitMoreRooms(errands);
    } catch (error) {
      failure ??= error;
    }
    return { busy, failure };
  }

  /** Rooms of lots that need not be asked themselves: there people may have spoken before the auction, or long ago. */
  async #visitMoreRooms(errands: readonly Errand[]): Promise<void> {
    const { db, rooms } = this.#parts;
    const accountOf = accountsOf(errands);
    if (accountOf.size > 0) {
      await rooms.mergeSellers(accountOf);
      for await (const lots of lotsThatAre(db, 'scheduled')) {
        await Promise.all(lots.map((lot) => rooms.merge(lot, accountOf)));
      }
    }
    const gone = errands.filter(({ kind }) => kind === 'forget').map(({ person_id }) => person_id);
    if (gone.length > 0) await rooms.forget(gone);
  }

  /** Lots besides the live ones that guests have listed or won; what they list is the account's from now on. */
  async #ownLots(merges: readonly Errand[]): Promise<string[]> {
    const { db } = this.#parts;
    if (merges.length === 0) return [];
    for (const { person_id, account_id } of merges) {
      const account = { seller_id: account_id as number };
      await db.updateTable('lots').set(account).where('seller_id', '=', person_id).execute();
    }
    const ahead = await lotsAhead(
      db,
      merges.map(({ account_id }) => account_id as number),
    );
    const first = merges.filter(({ id }) => !this.#rounds.has(id));
    if (first.length === 0) return ahead;
    return [
      ...ahead,
      ...(await lotsWon(
        db,
        first.map(({ person_id }) => person_id),
      )),
    ];
  }

  async #visitLot(lot: string, errands: readonly Errand[], busy: Set<number>): Promise<void> {
    const { auctions, rooms } = this.#parts;
    for (const kind of ['merge', 'ban'] as const) {
      const errandOf = new Map(errands.filter((one) => one.kind === kind).map((one) => [one.person_id, one]));
      if (errandOf.size === 0) continue;
      const people = [...errandOf.keys()];
      const concerned = await (kind === 'ban'
        ? auctions.bidsThatCount(lot, people)
        : auctions.seats(lot, people));
      for (const person of concerned) {
        const errand = errandOf.get(person) as Errand;
        busy.add(errand.id);
        await this.#tell(lot, errand);
      }
    }
    // Twice is enough: a room takes what a merged guest still says for the account's.
    await rooms.merge(lot, accountsOf(errands));
  }

  async #tell(lot: string, { kind, person_id, account_id }: Errand): Promise<void> {
    const { auctions } = this.#parts;
    try {
      await (kind === 'ban'
        ? auctions.command(lot, { type: 'voidBids', person: person_id })
        : auctions.command(lot, { type: 'merge', from: person_id, to: account_id as number }));
    } catch (error) {
      // The hammer was quicker.
      if (error instanceof ProblemError && error.problem.code === 'closed') return;
      throw error;
    }
  }
}

/** Guests who are to be merged, with their accounts. */
const accountsOf = (errands: readonly Errand[]): Map<number, number> =>
  new Map(
    errands
      .filter(({ kind }) => kind === 'merge')
      .map(({ person_id, account_id }) => [person_id, account_id as number]),
  );
