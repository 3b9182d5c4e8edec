/** Sessions that were ended before their access tokens have, and people who are shut out. */
export interface Denied {
  /** Ids of sessions, and until when (ms) their tokens could be good. */
  readonly sessions: ReadonlyArray<readonly [id: string, until: number]>;
  /** Ids of people; until when (ms), null for good, or 0 for no longer. */
  readonly banned: ReadonlyArray<readonly [personId: number, until: number | null]>;
}

/**
 * Who is let in no longer although the token says so. Every gateway has one, and is told of changes; it holds no more
 * than the sessions that ended within the life of one access token, and everybody who is banned.
 */
export class Denials {
  readonly #now: () => number;
  readonly #sessions = new Map<string, number>();
  readonly #banned = new Map<number, number>();
  readonly #listeners: Array<(denied: Denied) => void> = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Calls back with whatever is added. */
  onDenied(listener: (denied: Denied) => void): void {
    this.#listeners.push(listener);
  }

  add(denied: Denied): void {
    const now = this.#now();
    for (const [id, until] of this.#sessions) if (until <= now) this.#sessions.delete(id);
    for (const [id, until] of denied.sessions) this.#sessions.set(id, until);
    for (const [id, until] of denied.banned) {
      if (until === 0) this.#banned.delete(id);
      else this.#banned.set(id, until ?? Number.POSITIVE_INFINITY);
    }
    for (const listener of this.#listeners) listener(denied);
  }

  /** All that still count, for a gateway that starts. */
  all(): Denied {
    return {
      sessions: [...this.#sessions],
      banned: [...this.#banned].map(([id, until]) => [id, Number.isFinite(until) ? until : null]),
    };
  }

  hasSession(id: string): boolean {
    return this.#sessions.has(id);
  }

  isBanned(personId: number): boolean {
    const until = this.#banned.get(personId);
    if (until === undefined) return false;
    if (until > this.#now()) return true;
    this.#banned.delete(personId);
    return false;
  }
}
