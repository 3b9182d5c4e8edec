import type { Kysely, Transaction } from 'kysely';
import { type Person, personSchema } from '../../../schema/http.ts';
import type { Tables } from '../../../schema/tables.ts';
import { recordConfiguredAdmin } from '../../admin/audit.ts';
import type { IsConfiguredAdmin } from '../configured-admins.ts';
import { nameKey } from '../name-key.ts';
import { nameCandidates } from './account-name.ts';
import type { SignInCode } from './failure.ts';
import type { Profile, Provider } from './provider.ts';

export interface AccountParts {
  readonly db: Kysely<Tables>;
  readonly isConfiguredAdmin: IsConfiguredAdmin;
  readonly now: () => number;
  /** A random whole number from 0 to below its argument. */
  readonly random: (below: number) => number;
}

/** Somebody as a provider vouches for. */
export interface Vouched extends Profile {
  readonly provider: Pick<Provider, 'id' | 'issuer'>;
}

/** The account that somebody is let into, or why not. */
export type Entry =
  | {
      readonly person: Person;
      /** What became of the guest who came along: the account itself, or to be merged into it; null if there was none. */
      readonly guest: 'became' | 'merges' | null;
    }
  | { readonly refused: SignInCode };

const personColumns = [
  'persons.id',
  'persons.name',
  'persons.kind',
  'persons.role',
  'persons.banned_at',
  'persons.banned_until',
  'persons.deleted_at',
  'persons.merged_into',
] as const;

/** Finds people's accounts by their identities with providers, and makes new ones. */
export class Accounts {
  readonly #parts: AccountParts;

  constructor(parts: AccountParts) {
    this.#parts = parts;
  }

  /** Lets somebody into the account of this identity; a new one is made out of the guest who comes along, if one does. */
  async enter(vouched: Vouched, guestId: number | null): Promise<Entry> {
    const guest = guestId === null ? undefined : await this.#guest(guestId);
    if (guest !== undefined && this.#isShutOut(guest)) return { refused: 'banned' };
    const known = await this.#known(vouched);
    if (known === undefined) return this.#make(vouched, guest === undefined ? null : guestId);
    if (this.#isShutOut(known)) return { refused: 'banned' };
    await this.#parts.db
      .updateTable('identities')
      .set({ used_at: this.#parts.now() })
      .where('issuer', '=', vouched.provider.issuer)
      .where('subject', '=', vouched.subject)
      .execute();
    const person = await this.#parts.db
      .transaction()
      .execute((trx) => this.#withConfiguredRole(trx, personSchema.parse(known), vouched));
    return { person, guest: guest === undefined ? null : 'merges' };
  }

  /** Makes this identity one more way into an account. Gives why not, or null if it is one now, or was already. */
  async link(vouched: Vouched, personId: number): Promise<SignInCode | null> {
    const { provider, subject } = vouched;
    const { db } = this.#parts;
    return db.transaction().execute(async (trx) => {
      const owner = await trx
        .selectFrom('persons')
        .select(personColumns)
        .where('id', '=', personId)
        .where('kind', '=', 'user')
        .forUpdate()
        .executeTakeFirst();
      if (owner === undefined) return 'not_signed_in';
      if (this.#isShutOut(owner)) return 'banned';
      const inTheWay = await trx
        .selectFrom('identities')
        .select(['person_id', 'issuer', 'subject'])
        .where((eb) =>
          eb.or([
            eb.and([eb('issuer', '=', provider.issuer), eb('subject', '=', subject)]),
            // One of each provider: they are told apart by it.
            eb.and([eb('person_id', '=', personId), eb('provider', '=', provider.id)]),
          ]),
        )
        .execute();
      if (inTheWay.length > 0) {
        const isSame = inTheWay.every(
          (row) => row.person_id === personId && row.issuer === provider.issuer && row.subject === subject,
        );
        return isSame ? null : 'already_linked';
      }
      const added = await trx
        .insertInto('identities')
        .values(this.#identityRow(vouched, personId))
        .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
        .returning('person_id')
        .executeTakeFirst();
      if (added === undefined) return 'already_linked';
      await this.#withConfiguredRole(trx, personSchema.parse(owner), vouched);
      return null;
    });
  }

  #guest(guestId: number) {
    return this.#parts.db
      .selectFrom('persons')
      .select(personColumns)
      .where('id', '=', guestId)
      .where('kind', '=', 'guest')
      .where('merged_into', 'is', null)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
  }

  #known({ provider, subject }: Vouched) {
    return this.#parts.db
      .selectFrom('identities')
      .innerJoin('persons', 'persons.id', 'identities.person_id')
      .select(personColumns)
      .where('identities.issuer', '=', provider.issuer)
      .where('identities.subject', '=', subject)
      .executeTakeFirst();
  }

  async #make(vouched: Vouched, guestId: number | null): Promise<Entry> {
    for (const name of nameCandidates(vouched.name, this.#parts.random)) {
      try {
        return await this.#parts.db
          .transaction()
          .execute((trx) => this.#makeNamed(trx, vouched, guestId, name));
      } catch (error) {
        const constraint = violated(error);
        // Somebody else has the name.
        if (constraint === 'persons_name_key_key') continue;
        // The same account signed in for the first time in two browsers at once.
        if (constraint === 'identities_pkey') return this.enter(vouched, guestId);
        throw error;
      }
    }
    throw new Error('No name is left for a new account');
  }

  async #makeNamed(
    trx: Transaction<Tables>,
    vouched: Vouched,
    guestId: number | null,
    name: string,
  ): Promise<Entry> {
    const account = { name, name_key: nameKey(name), kind: 'user' } as const;
    const became =
      guestId === null
        ? undefined
        : await trx
            .updateTable('persons')
            .set(account)
            .where('id', '=', guestId)
            .where('kind', '=', 'guest')
            .where('merged_into', 'is', null)
            .where('deleted_at', 'is', null)
            .returning(['id', 'name', 'kind', 'role'])
            .executeTakeFirst();
    const row =
      became ??
      (await trx
        .insertInto('persons')
        .values({ ...account, created_at: this.#parts.now() })
        .returning(['id', 'name', 'kind', 'role'])
        .executeTakeFirstOrThrow());
    await trx.insertInto('identities').values(this.#identityRow(vouched, row.id)).execute();
    const person = await this.#withConfiguredRole(trx, personSchema.parse(row), vouched);
    return { person, guest: became === undefined ? null : 'became' };
  }

  #identityRow({ provider, subject }: Vouched, personId: number) {
    const at = this.#parts.now();
    return {
      issuer: provider.issuer,
      subject,
      person_id: personId,
      provider: provider.id,
      created_at: at,
      used_at: at,
    };
  }

  async #withConfiguredRole(
    trx: Transaction<Tables>,
    person: Person,
    { provider, subject }: Vouched,
  ): Promise<Person> {
    if (person.role === 'admin' || !this.#parts.isConfiguredAdmin(provider.id, subject)) return person;
    await trx.updateTable('persons').set({ role: 'admin' }).where('id', '=', person.id).execute();
    await recordConfiguredAdmin(trx, person.id, this.#parts.now());
    return { ...person, role: 'admin' };
  }

  #isShutOut({
    banned_at,
    banned_until,
    deleted_at,
  }: Record<'banned_at' | 'banned_until' | 'deleted_at', number | null>): boolean {
    const isBanned = banned_at !== null && (banned_until === null || banned_until > this.#parts.now());
    return isBanned || deleted_at !== null;
  }
}

/** The constraint of PostgreSQL that an insert or update went against, or null if it was something else. */
function violated(error: unknown): string | null {
  const uniqueViolation = '23505';
  if (!(error instanceof Error) || !('code' in error) || error.code !== uniqueViolation) return null;
  return 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : null;
}
