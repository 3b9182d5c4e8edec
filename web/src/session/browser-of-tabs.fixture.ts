import type { Person } from '../../../schema/http.ts';
import { type Renewal, type Renewed, Session, type SessionEnd } from './session.ts';

const latencyMs = 50;
const reconnectMs = 400;
/** How long an old refresh token may come again, because its answer was lost. */
const raceMs = 30_000;

/** A clock that is moved by hand, and what waits for it. */
class Timeline {
  nowMs = 1_000_000;
  readonly #timers = new Set<{ atMs: number; call: () => void }>();

  after(delayMs: number, call: () => void): () => void {
    const timer = { atMs: this.nowMs + delayMs, call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  async pass(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    for (;;) {
      // What was promised comes to pass before the clock moves on.
      await new Promise(setImmediate);
      const due = [...this.#timers].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.nowMs = Math.max(this.nowMs, due.atMs);
      due.call();
    }
    this.nowMs = untilMs;
  }
}

/** The server's side of one session. */
class SessionServer {
  accessMs = 10 * 60_000;
  isAway = false;
  knowsNobody = false;
  renewals = 0;
  mostAtOnce = 0;
  /** Bids that came as nobody's. */
  readonly refusedBids: number[] = [];
  end: SessionEnd | null = null;
  #atOnce = 0;
  #generation = 0;
  #rotatedAtMs = 0;
  readonly #person: () => Person | null;
  readonly #time: Timeline;
  readonly #cutOff: () => void;

  constructor(time: Timeline, person: () => Person | null, cutOff: () => void) {
    this.#time = time;
    this.#person = person;
    this.#cutOff = cutOff;
  }

  endSession(code: SessionEnd): void {
    this.end = code;
    this.#cutOff();
  }

  /** Rotates the refresh token of this generation. */
  renew(generation: number): Renewal & { generation?: number } {
    const person = this.#person();
    if (this.end !== null || person === null) return { kind: 'ended', code: this.end ?? 'not_signed_in' };
    const now = this.#time.nowMs;
    if (generation === this.#generation) {
      this.#generation++;
      this.#rotatedAtMs = now;
    } else if (generation !== this.#generation - 1 || now - this.#rotatedAtMs > raceMs) {
      this.endSession('not_signed_in');
      return { kind: 'ended', code: 'not_signed_in' };
    }
    this.renewals++;
    const renewed: Renewed = { person, accessEndsAt: now + this.accessMs, socketToken: `token ${now}` };
    return { kind: 'renewed', renewed, generation: this.#generation };
  }

  async counted<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    this.#atOnce++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    return work().finally(() => {
      this.#atOnce--;
    });
  }
}

/** One tab: a session, the socket that it belongs to, and bids that wait for their answer. */
class Tab {
  readonly session: Session;
  readonly people: Array<Person | null> = [];
  readonly ends: SessionEnd[] = [];
  waiting: number[] = [];
  isComingBack = false;
  isClosed = false;
  sockets = 0;
  #isAsleep = false;
  #slept: Array<() => void> = [];
  #socket: { person: Person | null; untilMs: number } | null = null;
  #attempt = 0;
  #bids = 0;
  readonly #browser: BrowserOfTabs;

  constructor(browser: BrowserOfTabs) {
    this.#browser = browser;
    this.session = new Session(
      {
        askRenewal: () => browser.askRenewal(),
        inTurn: (work) => browser.inTurn(work),
        tellTabs: (renewed) => browser.tell(this, renewed),
        hasHint: () => browser.hint,
        setHint: (isSignedIn) => browser.setHint(this, isSignedIn),
        sendToken: () => {
          if (this.#socket?.person) this.#socket.untilMs = browser.accessEndsAt;
        },
        reopenLink: () => this.connect(),
        serverNowMs: () => browser.time.nowMs,
        random: () => browser.random(),
        after: (delayMs, call) => browser.time.after(delayMs, () => this.#awake(call)),
      },
      {
        personChanged: (person) => {
          if (this.people.at(-1) !== person) this.people.push(person);
        },
        comingBackChanged: (isComingBack) => {
          this.isComingBack = isComingBack;
        },
        ended: (code) => this.ends.push(code),
      },
    );
    browser.time.after(1, () => this.#minute());
    this.connect();
  }

  get person(): Person | null | undefined {
    return this.people.at(-1);
  }

  set isAsleep(isAsleep: boolean) {
    this.#isAsleep = isAsleep;
    if (isAsleep) return;
    for (const call of this.#slept.splice(0)) this.#awake(call);
  }

  signIn(person: Person): void {
    this.#browser.signIn(person);
    this.session.begun(person);
  }

  signOut(): Promise<void> {
    return this.session.end(async () => this.#browser.signOut());
  }

  bid(): void {
    this.waiting.push(++this.#bids);
    this.#sendBids();
  }

  /** Opens the socket anew, as the link does when it is told to, or when the one before is gone. */
  connect(): void {
    this.#socket = null;
    const attempt = ++this.#attempt;
    const access = this.#browser.accessEndsAt;
    this.#browser.time.after(latencyMs, () =>
      this.#awake(() => {
        if (attempt !== this.#attempt) return;
        if (this.#browser.server.isAway) return this.drop();
        const { server, time } = this.#browser;
        const isKnown = access > time.nowMs && server.end === null && !server.knowsNobody;
        const person = isKnown ? this.#browser.person : null;
        this.#socket = { person, untilMs: access };
        this.sockets++;
        this.session.welcomed(person, person && access);
        this.#sendBids();
      }),
    );
  }

  /** The socket is gone, for whatever reason. */
  drop(): void {
    this.#socket = null;
    const attempt = ++this.#attempt;
    this.#browser.time.after(reconnectMs, () =>
      this.#awake(() => {
        if (attempt === this.#attempt) this.connect();
      }),
    );
  }

  close(): void {
    this.isClosed = true;
    this.#attempt++;
  }

  /** The server looks at its sockets. */
  #minute(): void {
    if (this.isClosed) return;
    if (this.#socket?.person && this.#socket.untilMs <= this.#browser.time.nowMs) this.drop();
    this.#browser.time.after(1_000, () => this.#minute());
  }

  #sendBids(): void {
    if (this.#socket === null || this.isComingBack) return;
    const { person } = this.#socket;
    if (person === null) this.#browser.server.refusedBids.push(...this.waiting);
    this.waiting = [];
  }

  /** Runs now, or when the tab is awake again; never after it was closed. */
  #awake(call: () => void): void {
    if (this.isClosed) return;
    if (this.#isAsleep) this.#slept.push(call);
    else call();
  }
}

/** A browser with tabs, its cookies and its storage, and the server that it talks to. */
export class BrowserOfTabs {
  readonly time = new Timeline();
  readonly server: SessionServer;
  readonly tabs: Tab[] = [];
  hint: boolean;
  person: Person | null;
  accessEndsAt = 0;
  #generation = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #random: number;

  /** With somebody who is signed in, or nobody. */
  constructor(person: Person | null, seed = 1) {
    this.person = person;
    this.hint = person !== null;
    this.#random = seed;
    this.server = new SessionServer(
      this.time,
      () => this.person,
      () => {
        for (const tab of this.tabs) tab.drop();
      },
    );
    if (person !== null) this.accessEndsAt = this.time.nowMs + this.server.accessMs;
  }

  open(): Tab {
    const tab = new Tab(this);
    this.tabs.push(tab);
    return tab;
  }

  pass(ms: number): Promise<void> {
    return this.time.pass(ms);
  }

  happen(kind: string, n: number): void {
    const tab = this.tabs[n];
    if (tab === undefined) return;
    if (kind === 'sleep') tab.isAsleep = true;
    if (kind === 'wake') tab.isAsleep = false;
    if (kind === 'drop') tab.drop();
    if (kind === 'bid') tab.bid();
    if (kind === 'away') this.server.isAway = true;
    if (kind === 'back') this.server.isAway = false;
    if (kind === 'loseAccess') this.accessEndsAt = 0;
    if (kind === 'shortTokens') this.server.accessMs = 60_000;
    if (kind === 'reload') {
      tab.close();
      this.tabs[n] = new Tab(this);
    }
  }

  /** Everything works from now on. */
  calm(): void {
    this.server.isAway = false;
    for (const tab of this.tabs) tab.isAsleep = false;
  }

  signIn(person: Person): void {
    this.person = person;
    this.accessEndsAt = this.time.nowMs + this.server.accessMs;
  }

  signOut(): void {
    this.accessEndsAt = 0;
    this.server.endSession('not_signed_in');
  }

  inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  askRenewal(): Promise<Renewal> {
    return this.server.counted(
      () =>
        new Promise((resolve) => {
          const shown = this.#generation;
          this.time.after(latencyMs, () => {
            if (this.server.isAway) return resolve({ kind: 'unknown' });
            const { generation, ...renewal } = this.server.renew(shown);
            if (generation !== undefined) this.#generation = generation;
            if (renewal.kind === 'renewed') this.accessEndsAt = renewal.renewed.accessEndsAt;
            resolve(renewal);
          });
        }),
    );
  }

  tell(from: Tab, renewed: Renewed): void {
    this.#others(from, (tab) => tab.session.told(renewed));
  }

  setHint(from: Tab, isSignedIn: boolean): void {
    if (isSignedIn === this.hint) return;
    this.hint = isSignedIn;
    this.#others(from, (tab) => tab.session.hintChanged());
  }

  random(): number {
    this.#random = (this.#random * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    return this.#random / 0x8000_0000;
  }

  #others(from: Tab, act: (tab: Tab) => void): void {
    for (const tab of this.tabs) {
      if (tab !== from) this.time.after(1 + this.random() * 200, () => tab.isClosed || act(tab));
    }
  }
}
