import { generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Kysely } from 'kysely';
import type { Person } from '../../../schema/http.ts';
import type { Tables } from '../../../schema/tables.ts';
import type { People } from '../../people/people.ts';
import { TokenKeys } from '../../people/tokens/token-keys.ts';

/** Somebody who tries something. */
export interface Player {
  /** What kind of person, in words. */
  readonly name: string;
  /** Who that is to the service: null for nobody, and for whoever shows a token that is no good. */
  readonly person: Person | null;
  readonly isBanned: boolean;
  /** Named a moderator of the rooms by the seller of the lots. */
  readonly runsRooms?: true;
  /** What is shown as access token; nothing if undefined. */
  readonly token: string | undefined;
  /** The session that the token is of, if it is one of ours, and what renews it. */
  readonly session?: { readonly id: string; readonly refreshToken: string; readonly socketToken: string };
}

export interface Cast {
  readonly seller: Player;
  readonly players: readonly Player[];
}

export interface CastParts {
  readonly db: Kysely<Tables>;
  readonly people: Pick<People, 'sessions'>;
  readonly now: () => number;
}

type Signing = { alg?: string; typ?: string; kid: string; key: CryptoKey };

const way = { provider: 'test', agent: 'a test', address: '192.0.2.1' };
const tokenType = 'at+jwt';

/**
 * One of each kind of person. Those with a token that is no good show one that names the seller, and calls the seller an
 * admin: if it were believed, nothing would be refused. Who is banned stands in the database, and nowhere else.
 */
export async function castOf({ db, people, now }: CastParts): Promise<Cast> {
  const add = async (
    name: string,
    { kind = 'user', role = 'user', isBanned = false }: Partial<Person> & { isBanned?: boolean } = {},
  ): Promise<Player> => {
    const { id } = await db
      .insertInto('persons')
      .values({ name, kind, role, created_at: now(), ...(isBanned ? { banned_at: now() } : {}) })
      .returning('id')
      .executeTakeFirstOrThrow();
    const person = { id, name, kind, role };
    const { accessToken, refreshToken, socketToken, sessionId } = await people.sessions.begin(person, way);
    return {
      name,
      person: isBanned ? null : person,
      isBanned,
      token: accessToken,
      session: { id: sessionId, refreshToken, socketToken },
    };
  };
  const seller = await add('seller', { kind: 'guest' });
  const signedOut = await add('signed out', { role: 'admin' });
  await people.sessions.end([signedOut.session?.id as string]);

  const user = await add('user');
  const { signer } = await TokenKeys.open(db, now);
  const [head = '', , signature = ''] = (seller.token as string).split('.');
  const wanted = { ...claimsOf(seller), role: 'admin' };
  const sign = (claims: JWTPayload, { alg = 'ES256', typ = tokenType, kid, key }: Signing = signer) =>
    new SignJWT(claims).setProtectedHeader({ alg, typ, kid }).sign(key);
  const text = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { privateKey } = await generateKeyPair('ES256');
  const forged: Readonly<Record<string, string>> = {
    expired: await sign({ ...wanted, exp: Math.floor(now() / 1_000) - 1 }),
    'no algorithm': `${text({ alg: 'none', typ: tokenType, kid: signer.kid })}.${text(wanted)}.`,
    changed: `${head}.${text(wanted)}.${signature}`,
    'wrong key': await sign(wanted, { kid: signer.kid, key: privateKey }),
    'wrong audience': await sign({ ...wanted, aud: 'lotcast-socket' }),
    'wrong issuer': await sign({ ...wanted, iss: 'elsewhere' }),
    'another environment': await sign(wanted, { kid: `${signer.kid}X`, key: privateKey }),
  };
  const unknown = (name: string, token?: string): Player => ({ name, person: null, isBanned: false, token });

  return {
    seller,
    players: [
      unknown('nobody'),
      unknown('signed out', signedOut.token),
      ...Object.entries(forged).map(([name, token]) => unknown(name, token)),
      await add('guest', { kind: 'guest' }),
      // Shows what the forger's own hand has signed, with all as it should be: so the others fail for what is wrong with them.
      { ...user, token: await sign(claimsOf(user)) },
      seller,
      { ...(await add('room moderator', { kind: 'guest' })), runsRooms: true },
      await add('moderator', { role: 'moderator' }),
      await add('admin', { role: 'admin' }),
      await add('banned guest', { kind: 'guest', isBanned: true }),
      await add('banned user', { isBanned: true }),
      await add('banned admin', { role: 'admin', isBanned: true }),
    ],
  };
}

const claimsOf = ({ token = '' }: Player): JWTPayload =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
