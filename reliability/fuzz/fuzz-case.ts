/** What can be fuzzed: WebSocket messages, HTTP and the inspection socket. */
export const targets = ['ws', 'http', 'inspect'] as const;
export type Target = (typeof targets)[number];

/** As whom a WebSocket is opened. */
export const roles = ['seller', 'bidder', 'nobody'] as const;
export type Role = (typeof roles)[number];

/**
 * A piece of what is sent, each character one byte, so that a case is plain text that can be kept and read. Of a
 * WebSocket `text` is the payload of one good frame and `raw` stands on the connection as it is; everywhere else
 * only `raw` is used. With `awaits`, the next piece follows when a message of this type, or an error, has come.
 */
export type Piece = { readonly text: string; readonly awaits?: string } | { readonly raw: string };

/** One connection and all that is sent on it. Lots and people are named by stand-ins (see `stand-ins.ts`). */
export interface FuzzCase {
  readonly target: Target;
  /** The message, route or trick that it is about. */
  readonly about: string;
  readonly role: Role;
  /** Whether the server can read it as what it is meant for, so that it owes an answer. */
  readonly isSound: boolean;
  /** What the server was asked for, where its documentation says how that is answered: `GET /api/lots`. */
  readonly route?: string;
  readonly pieces: readonly Piece[];
}

/** Bytes of a text as the characters of a case. */
export const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** A piece's bytes. */
export const contentOf = (piece: Piece): string => ('text' in piece ? piece.text : piece.raw);
