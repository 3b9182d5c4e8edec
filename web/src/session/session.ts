import type { Person } from '../../../schema/http.ts';
import { backoffMs } from '../connection/backoff.ts';

/** A renewed session, as all tabs of a browser may know it; the tokens that count are in cookies. */
export interface Renewed {
  readonly person: Person;
  /** When the access token ends (ms, the server's clock). */
  readonly accessEndsAt: number;
  /** Keeps an open socket signed in. */
  readonly socketToken: string;
}

/** Why a session is over: it ended here or elsewhere, or the person was shut out. */
export type SessionEnd = 'not_signed_in' | 'banned';

/** What came of asking for a renewal. */
export type Renewal =
  | { readonly kind: 'renewed'; readonly renewed: Renewed }
  | { readonly kind: 'ended'; readonly code: SessionEnd }
  /** There was no session to renew. */
  | { readonly kind: 'nobody' }
  /** The server could not be reached, or could not say. */
  | { readonly kind: 'unknown' };

/** The outside world, given so that tests can stand in for it. */
export interface SessionWorld {
  askRenewal(): Promise<Renewal>;
  /** Does something while no other tab of this browser does. */
  inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer>;
  tellTabs(renewed: Renewed): void;
  /** Whether this browser had a session when it was last seen: a hint that outlives a reload, never a token. */
  hasHint(): boolean;
  setHint(isSignedIn: boolean): void;
  /** Shows the open socket that the session was renewed. */
  sendToken(socketToken: string): void;
  reopenLink(): void;
  serverNowMs(): number;
  random(): number;
  /** Calls back once, and returns what calls it off. */
  after(delayMs: number, call: () => void): () => void;
}

export interface SessionListener {
  /** Null for somebody who is not signed in. */
  personChanged(person: Person | null): void;
  /** Whether somebody who is signed in has a socket that does not know it yet. */
  comingBackChanged(isComingBack: boolean): void;
  /** The session is over without this tab having ended it. */
  ended(code: SessionEnd): void;
}

/** How long before its end a session is renewed; the server reminds us later than that. */
const renewBeforeMs = 90_000;
const spreadMs = 30_000;

/**
 * Stays signed in: renews the session before its access token ends, when the server says so, and when it turns out
 * that the token is gone. A refresh token is good once, so the tabs of a browser take turns, and one renews for all.
 */
export class Session {
  #person: Person | null | undefined;
  /** Whose the open socket is; undefined before its welcome. */
  #socketPersonId: number | null | undefined;
  #isComingBack = false;
  #newest: Renewed | null = null;
  /** When the access token ends (ms, the server's clock), as far as that is known. */
  #accessEndsAt = Number.POSITIVE_INFINITY;
  #renewing: Promise<boolean> | null = null;
  /** Renewals in a row that the server did not answer. */
  #failures = 0;
  /** Renewals in a row after which the socket still did not know who this is. */
  #fruitless = 0;
  #cancelTimer = () => {};
  readonly #world: SessionWorld;
  readonly #listener: SessionListener;

  constructor(world: SessionWorld, listener: SessionListener) {
    this.#world = world;
    this.#listener = listener;
  }

  /** A socket was opened, and says whose it is. */
  welcomed(person: Person | null, signedInUntil: number | null): void {
    this.#socketPersonId = person?.id ?? null;
    this.#failures = 0;
    if (person !== null) {
      this.#fruitless = 0;
      this.#world.setHint(true);
      this.#enter(person, signedInUntil);
    } else if (this.#world.hasHint()) {
      this.#setComingBack(true);
      if (this.#fruitless === 0) void this.renew();
      else this.#renewAfter(backoffMs(this.#fruitless - 1, this.#world.random()));
    } else {
      const wasSomebody = Boolean(this.#person) || this.#isComingBack;
      this.#leave();
      // Another tab has learnt it first.
      if (wasSomebody) this.#listener.ended('not_signed_in');
    }
  }

  /** Somebody has just signed in on this page. */
  begun(person: Person): void {
    this.#world.setHint(true);
    this.#enter(person, null);
    this.#reopenLink();
  }

  /** Signs out by `leave`, which asks the server for it and may throw, but must not renew. */
  async end(leave: () => Promise<unknown>): Promise<void> {
    // Without an access token the server would not know which session is to end.
    if (this.#person && this.#accessEndsAt <= this.#world.serverNowMs()) await this.renew();
    await this.#world.inTurn(async () => {
      await leave();
      this.#world.setHint(false);
      this.#leave();
    });
    this.#reopenLink();
  }

  /** Another tab has renewed the session. */
  told(renewed: Renewed): void {
    if (this.#world.hasHint()) this.#take(renewed);
  }

  /** Another tab has signed in or out: the next welcome says how it stands. */
  hintChanged(): void {
    if (this.#world.hasHint() !== Boolean(this.#person)) this.#reopenLink();
  }

  /** Renews now; false if that was not to be had. Whoever asks meanwhile gets the same answer. */
  renew(): Promise<boolean> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #renew(): Promise<boolean> {
    this.#cancelTimer();
    const known = this.#newest;
    const renewal = await this.#world.inTurn(async (): Promise<Renewal> => {
      if (!this.#world.hasHint()) return { kind: 'nobody' };
      // Another tab had its turn before.
      if (this.#newest !== null && this.#newest !== known) {
        return { kind: 'renewed', renewed: this.#newest };
      }
      const asked = await this.#world.askRenewal();
      if (asked.kind === 'renewed') this.#world.tellTabs(asked.renewed);
      if (asked.kind === 'ended') this.#world.setHint(false);
      return asked;
    });
    switch (renewal.kind) {
      case 'renewed':
        this.#take(renewal.renewed);
        return true;
      case 'ended':
        this.#leave();
        this.#listener.ended(renewal.code);
        if (this.#socketPersonId !== null) this.#reopenLink();
        return false;
      case 'nobody':
        return false;
      case 'unknown':
        this.#renewAfter(backoffMs(this.#failures++, this.#world.random()));
        return false;
    }
  }

  #take(renewed: Renewed): void {
    if (renewed === this.#newest) return;
    this.#newest = renewed;
    this.#failures = 0;
    this.#enter(renewed.person, renewed.accessEndsAt);
    if (this.#socketPersonId === renewed.person.id) {
      this.#fruitless = 0;
      this.#world.sendToken(renewed.socketToken);
    } else if (this.#socketPersonId !== undefined) {
      this.#fruitless++;
      this.#reopenLink();
    }
  }

  #enter(person: Person, accessEndsAt: number | null): void {
    this.#person = person;
    this.#listener.personChanged(person);
    this.#setComingBack(this.#socketPersonId === null);
    this.#accessEndsAt = accessEndsAt ?? Number.POSITIVE_INFINITY;
    if (accessEndsAt === null) return;
    const leftMs = accessEndsAt - this.#world.serverNowMs();
    const beforeMs = Math.min(renewBeforeMs + this.#world.random() * spreadMs, leftMs / 2);
    this.#renewAfter(Math.max(1_000, leftMs - beforeMs));
  }

  #leave(): void {
    this.#cancelTimer();
    this.#person = null;
    this.#fruitless = 0;
    this.#listener.personChanged(null);
    this.#setComingBack(false);
  }

  #reopenLink(): void {
    this.#socketPersonId = undefined;
    this.#world.reopenLink();
  }

  #setComingBack(isComingBack: boolean): void {
    if (isComingBack === this.#isComingBack) return;
    this.#isComingBack = isComingBack;
    this.#listener.comingBackChanged(isComingBack);
  }

  #renewAfter(delayMs: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#world.after(delayMs, () => void this.renew());
  }
}
