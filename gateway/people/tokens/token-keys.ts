import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JSONWebKeySet, type JWK } from 'jose';
import { type Kysely, sql } from 'kysely';
import { ulid } from 'ulid';
import { limits } from '../../../schema/limits.ts';
import type { Tables } from '../../../schema/tables.ts';
import { type TokenSigner, tokenAlgorithm } from './access-token.ts';

interface TokenKey extends TokenSigner {
  readonly publicJwk: JWK;
  readonly signsFrom: number;
  readonly endsAt: number;
}

/** Any number: servers that make keys at the same time take turns by it. */
const lockNumber = 0x746b6579;

/**
 * The keys of access tokens, kept in the database. A new one is made known to every server (each looks again more often
 * than that takes) before it signs; an old one stays known until nothing that it signed is good any more.
 */
export class TokenKeys {
  readonly #db: Kysely<Tables>;
  readonly #now: () => number;
  #keys: readonly TokenKey[] = [];

  private constructor(db: Kysely<Tables>, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** Loads the keys, and makes the first one if there is none: however many servers start at once, they agree on it. */
  static async open(db: Kysely<Tables>, now: () => number): Promise<TokenKeys> {
    const keys = new TokenKeys(db, now);
    await keys.renew();
    return keys;
  }

  /** What tokens are signed with now. */
  get signer(): TokenSigner {
    const now = this.#now();
    const signing = this.#keys.filter(({ signsFrom }) => signsFrom <= now);
    return (signing.at(-1) ?? this.#keys[0]) as TokenKey;
  }

  /** What anybody may check tokens with. */
  get publicKeys(): JSONWebKeySet {
    return { keys: this.#keys.map(({ publicJwk }) => publicJwk) };
  }

  /** Looks what keys there are, forgets those that have ended, and makes the next one when it is time. */
  async renew(): Promise<void> {
    const now = this.#now();
    this.#keys = await this.#db.transaction().execute(async (db) => {
      await sql`select pg_advisory_xact_lock(${lockNumber})`.execute(db);
      await db.deleteFrom('token_keys').where('ends_at', '<=', now).execute();
      const known = await loadKeys(db);
      const newest = known.at(-1);
      if (newest && newest.signsFrom + limits.tokenKeyMs > now) return known;
      await addKey(db, now, newest === undefined ? now : now + limits.tokenKeyNoticeMs);
      return loadKeys(db);
    });
  }
}

async function loadKeys(db: Kysely<Tables>): Promise<TokenKey[]> {
  const rows = await db.selectFrom('token_keys').selectAll().orderBy('signs_from').execute();
  return Promise.all(
    rows.map(async ({ kid, private_jwk, public_jwk, signs_from, ends_at }) => ({
      kid,
      key: (await importJWK(private_jwk as JWK, tokenAlgorithm)) as CryptoKey,
      publicJwk: public_jwk as JWK,
      signsFrom: signs_from,
      endsAt: ends_at,
    })),
  );
}

async function addKey(db: Kysely<Tables>, now: number, signsFrom: number): Promise<void> {
  const { privateKey, publicKey } = await generateKeyPair(tokenAlgorithm, { extractable: true });
  const kid = ulid(now);
  const about = { kid, alg: tokenAlgorithm, use: 'sig' };
  await db
    .insertInto('token_keys')
    .values({
      kid,
      private_jwk: JSON.stringify({ ...(await exportJWK(privateKey)), ...about }),
      public_jwk: JSON.stringify({ ...(await exportJWK(publicKey)), ...about }),
      created_at: now,
      signs_from: signsFrom,
      ends_at: signsFrom + limits.tokenKeyMs + limits.tokenKeyNoticeMs + limits.maxAccessTokenMs,
    })
    .execute();
}
