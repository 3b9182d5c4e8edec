import { closeCodes } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import type { Denied } from '../people/tokens/denials.ts';
import type { Verifier } from '../people/tokens/verifier.ts';
import type { Connection } from './connection.ts';

export type Visitors = Pick<Verifier, 'verifyCookie' | 'verifySocketToken'>;

/** How somebody is signed in on a socket. */
interface SignIn {
  readonly personId: number;
  readonly sessionId: string;
  until: number;
  isToldToRenew: boolean;
}

/**
 * The sockets on which somebody is signed in, of one gateway: they are told in time to renew, and cut off when their
 * sign-in ends, by itself or because it was ended elsewhere. Nothing of that is looked at with a message.
 */
export class SignIns {
  readonly #visitors: Visitors;
  readonly #now: () => number;
  readonly #signIns = new Map<Connection, SignIn>();

  constructor(visitors: Visitors, now: () => number) {
    this.#visitors = visitors;
    this.#now = now;
  }

  /** Finds out who has come; until when they are signed in (ms), or null for somebody who only watches. */
  async begin(connection: Connection, cookie: string | undefined, isHttps: boolean) {
    const known = await this.#visitors.verifyCookie(cookie, isHttps);
    connection.isBanned = known?.isBanned ?? false;
    if (known === null || known.isBanned) return null;
    const { person, sessionId, endsAt } = known;
    if (connection.isOpen) {
      this.#signIns.set(connection, { personId: person.id, sessionId, until: endsAt, isToldToRenew: false });
    }
    return { person, until: endsAt };
  }

  /** The socket is gone. */
  ended(connection: Connection): void {
    this.#signIns.delete(connection);
  }

  /** A client shows that its session was renewed. */
  async renew(connection: Connection, token: string): Promise<void> {
    const known = await this.#visitors.verifySocketToken(token);
    const signIn = this.#signIns.get(connection);
    if (signIn === undefined) return;
    if (known === null || known.isBanned || known.sessionId !== signIn.sessionId) {
      connection.sendError('not_allowed', 'this token does not renew the sign-in', { type: 'renew' });
      return connection.misbehaved('malformed');
    }
    signIn.until = Math.max(signIn.until, known.endsAt);
    signIn.isToldToRenew = false;
    connection.send(JSON.stringify({ type: 'renewed', signedInUntil: signIn.until }));
  }

  /** Tells those whose sign-in ends soon to renew it, and cuts off those whose sign-in has ended. */
  look(): void {
    const now = this.#now();
    for (const [connection, signIn] of this.#signIns) {
      if (signIn.until <= now) cutOff(connection);
      else if (!signIn.isToldToRenew && signIn.until - now <= limits.renewNoticeMs) {
        signIn.isToldToRenew = true;
        connection.send(JSON.stringify({ type: 'renew', signedInUntil: signIn.until }));
      }
    }
  }

  /** Cuts off those who are let in no longer. */
  deny({ sessions, banned }: Denied): void {
    const ended = new Set(sessions.map(([id]) => id));
    const shutOut = new Set(banned.filter(([, until]) => until !== 0).map(([id]) => id));
    for (const [connection, { personId, sessionId }] of this.#signIns) {
      if (ended.has(sessionId) || shutOut.has(personId)) cutOff(connection);
    }
  }
}

const cutOff = (connection: Connection): void => connection.close(closeCodes.signInEnded, 'signed out');
