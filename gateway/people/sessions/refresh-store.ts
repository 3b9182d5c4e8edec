/** What came of a refresh token that was shown. */
export type Rotation =
  /** It was the good one, and its successor is from now on. */
  | 'rotated'
  /** It was the good one until a moment ago: its successor may be given out once more. */
  | 'again'
  /** It was good once, or never: somebody has it who should not. */
  | 'old'
  /** There is no such session. */
  | 'unknown';

/** Remembers of each session the hash of its one good refresh token. Times are ms since 1970. */
export interface RefreshStore {
  /** The first token of a new session. */
  begin(sessionId: string, hash: Buffer, endsAt: number): Promise<void>;
  /** Puts the successor in the place of the token that was shown, if that is the good one. */
  rotate(
    sessionId: string,
    shown: { hash: Buffer; successorHash: Buffer; successorEndsAt: number },
    now: number,
  ): Promise<Rotation>;
  /** The session has ended. */
  end(sessionIds: readonly string[]): Promise<void>;
}
