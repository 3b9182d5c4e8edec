import type { Kysely, Transaction } from 'kysely';
import type { Role } from '../../schema/http.ts';
import type { Tables } from '../../schema/tables.ts';
import { ProblemError } from '../http/problem.ts';
import type { LotErrands } from '../lots/lot-errands.ts';
import type { Sessions } from '../people/sessions/sessions.ts';
import type { Denials } from '../people/tokens/denials.ts';
import { type Actor, recordAction } from './audit.ts';

export interface StaffParts {
  readonly db: Kysely<Tables>;
  readonly sessions: Sessions;
  readonly denials: Denials;
  readonly errands: LotErrands;
  /** Whether the configuration makes an admin of whom a provider calls so. */
  readonly isConfiguredAdmin: (provider: string, subject: string) => boolean;
  readonly now: () => number;
}

/**
 * What admins do to people. Each action is on record together with what it changes of a person, or neither happens;
 * sessions end after that.
 */
export class StaffActions {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  /**
   * Shuts a person out, until a time (ms) or for good (null): signed out everywhere, at once, and bids that lead are
   * void. A ban of somebody who is banned takes the place of the one before.
   */
  async ban(actor: Actor, personId: number, { reason, until }: { reason: string; until: number | null }) {
    const { db, denials, errands, now } = this.#parts;
    if (until !== null && until <= now()) {
      throw new ProblemError(400, 'invalid', 'until: a time ahead');
    }
    await db.transaction().execute(async (trx) => {
      await this.#mayBeTouched(trx, actor, personId);
      const ban = { banned_at: now(), banned_until: until, ban_reason: reason };
      await trx.updateTable('persons').set(ban).where('id', '=', personId).execute();
      await trx
        .insertInto('lot_errands')
        .values({ kind: 'ban', person_id: personId })
        .onConflict((conflict) => conflict.columns(['kind', 'person_id']).doNothing())
        .execute();
      await recordAction(
        trx,
        { ...actor, action: 'ban', person: personId, details: { reason, until } },
        now(),
      );
    });
    denials.add({ sessions: [], banned: [[personId, until]] });
    await errands.run();
  }

  /** Lets a person in again. Bids that were void stay so. */
  async unban(actor: Actor, personId: number): Promise<void> {
    const { db, denials, now } = this.#parts;
    await db.transaction().execute(async (trx) => {
      await this.#mayBeTouched(trx, actor, personId);
      const noBan = { banned_at: null, banned_until: null, ban_reason: null };
      await trx.updateTable('persons').set(noBan).where('id', '=', personId).execute();
      await trx
        .deleteFrom('lot_errands')
        .where('kind', '=', 'ban')
        .where('person_id', '=', personId)
        .execute();
      await recordAction(trx, { ...actor, action: 'unban', person: personId }, now());
    });
    denials.add({ sessions: [], banned: [[personId, 0]] });
  }

  /** Gives an account another role. It counts at once: tokens that say otherwise are good no longer. */
  async changeRole(actor: Actor, personId: number, role: Role): Promise<void> {
    const { db, sessions, now } = this.#parts;
    await db.transaction().execute(async (trx) => {
      const person = await this.#mayBeTouched(trx, actor, personId);
      if (person.kind !== 'user') throw new ProblemError(409, 'conflict', 'Only an account has a role');
      await trx.updateTable('persons').set({ role }).where('id', '=', personId).execute();
      const details = { from: person.role, to: role };
      await recordAction(trx, { ...actor, action: 'role', person: personId, details }, now());
    });
    await sessions.endAll(personId);
  }

  /** Signs a person out everywhere. */
  async signOut(actor: Actor, personId: number): Promise<void> {
    const { db, sessions, now } = this.#parts;
    await db.transaction().execute(async (trx) => {
      await this.#mayBeTouched(trx, actor, personId);
      await recordAction(trx, { ...actor, action: 'sign_out', person: personId }, now());
    });
    await sessions.endAll(personId);
  }

  /** The person, locked, if there is one whom this admin may do something to: not the own self, nor who set the house up. */
  async #mayBeTouched(trx: Transaction<Tables>, { by }: Actor, personId: number) {
    const person = await trx
      .selectFrom('persons')
      .select(['kind', 'role', 'deleted_at', 'merged_into'])
      .where('id', '=', personId)
      .forUpdate()
      .executeTakeFirst();
    if (person === undefined) throw new ProblemError(404, 'not_found', 'There is no such person');
    if (person.deleted_at !== null) throw new ProblemError(409, 'conflict', 'This account was deleted');
    if (person.merged_into !== null) {
      throw new ProblemError(409, 'conflict', `This guest turned out to be person ${person.merged_into}`);
    }
    if (personId === by) throw new ProblemError(403, 'not_allowed', 'Nobody does this to the own self');
    const identities = await trx
      .selectFrom('identities')
      .select(['provider', 'subject'])
      .where('person_id', '=', personId)
      .execute();
    if (identities.some(({ provider, subject }) => this.#parts.isConfiguredAdmin(provider, subject))) {
      throw new ProblemError(403, 'not_allowed', 'The configuration makes this person an admin');
    }
    return person;
  }
}
