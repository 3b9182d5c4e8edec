import { type Kysely, sql } from 'kysely';
import { chatActor } from '../../../schema/ids.ts';
import { limits } from '../../../schema/limits.ts';
import type { Tables } from '../../../schema/tables.ts';

export interface RetentionParts {
  readonly db: Kysely<Tables>;
  /** How long what happened in rooms is kept; 0: for ever. */
  readonly keepMs: number;
  readonly now: () => number;
  readonly later: (delayMs: number, task: () => void) => void;
  readonly log: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
  };
}

const prefix = chatActor('');
/** The first actor's name that is no room's any more: `0` follows `/`. */
const afterRooms = 'chat0';

/**
 * Deletes what is old of rooms' journals, now and then and little by little. Only rows that the newest checkpoint stands
 * for go: a room is rebuilt from that and what follows it, and is the same. The newest row stays, to say how far it is.
 */
export class ChatRetention {
  readonly #parts: RetentionParts;
  #isStopped = false;
  #passing: Promise<void> = Promise.resolve();

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  /** Begins the first pass; the others follow by themselves. */
  start(): void {
    const { keepMs, later, log } = this.#parts;
    if (keepMs === 0 || this.#isStopped) return;
    this.#passing = this.pass()
      .then((deleted) => {
        if (deleted > 0) log.info({ deleted }, 'old rows of chat rooms were deleted');
      })
      .catch((error: unknown) => log.warn({ err: error }, 'old rows of chat rooms could not be deleted'))
      .finally(() => later(limits.retentionPassMs, () => this.start()));
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#passing;
  }

  /** Looks through all rooms once; gives how many rows were deleted. */
  async pass(): Promise<number> {
    const { now, keepMs } = this.#parts;
    const before = now() - keepMs;
    let deleted = 0;
    for (let actor = await this.#roomAfter(prefix); actor !== null; actor = await this.#roomAfter(actor)) {
      for (let more = true; more && !this.#isStopped; ) {
        const count = await this.#deleteSome(actor, before);
        deleted += count;
        more = count === limits.retentionRows;
        if (count > 0) await this.#pause();
      }
    }
    return deleted;
  }

  /** The next room with a checkpoint: of others nothing can go. */
  async #roomAfter(actor: string): Promise<string | null> {
    if (this.#isStopped) return null;
    const row = await this.#parts.db
      .selectFrom('checkpoints')
      .select('actor')
      .where('actor', '>', actor)
      .where('actor', '<', afterRooms)
      .orderBy('actor')
      .limit(1)
      .executeTakeFirst();
    return row?.actor ?? null;
  }

  /** A row is as old as its first event: all were committed together. */
  async #deleteSome(actor: string, before: number): Promise<number> {
    const { numAffectedRows } = await sql`
      with oldest as materialized (
        select seq, data from events
        where actor = ${actor}
          and seq <= (select seq from checkpoints where actor = ${actor})
          and seq < (select max(seq) from events where actor = ${actor})
        order by seq limit ${limits.retentionRows}
      )
      delete from events using oldest
      where events.actor = ${actor} and events.seq = oldest.seq
        and substring(oldest.data from '"at":(\\d+)')::bigint < ${before}`.execute(this.#parts.db);
    return Number(numAffectedRows ?? 0);
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => this.#parts.later(limits.retentionPauseMs, resolve));
  }
}
