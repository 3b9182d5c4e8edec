import { createHash, createHmac, randomBytes } from 'node:crypto';

const secretBytes = 32;
const idBytes = 16;
const shape = /^([\w-]{22})\.([\w-]{43})$/;

/** A refresh token: the session's id, and a secret. */
export interface RefreshToken {
  readonly sessionId: string;
  readonly text: string;
}

/** The first token of a new session. */
export function newRefreshToken(): RefreshToken {
  const sessionId = randomBytes(idBytes).toString('base64url');
  return { sessionId, text: `${sessionId}.${randomBytes(secretBytes).toString('base64url')}` };
}

/** Reads a token that somebody shows; null if it is none. */
export function readRefreshToken(text: string): RefreshToken | null {
  const sessionId = shape.exec(text)?.[1];
  return sessionId === undefined ? null : { sessionId, text };
}

/**
 * The token that takes its place. The same one each time, so that two tabs that renew at once, and somebody whose answer
 * was lost, end up with one; nobody can tell it without the key.
 */
export function successorOf({ sessionId, text }: RefreshToken, key: Uint8Array): RefreshToken {
  return { sessionId, text: `${sessionId}.${createHmac('sha256', key).update(text).digest('base64url')}` };
}

/** What is kept of a token: enough to know it again, of no use to whoever reads it. */
export const hashOf = ({ text }: RefreshToken): Buffer => createHash('sha256').update(text).digest();
