import {
  type Claim,
  type Commit,
  Conflict,
  type DeadCommand,
  Deposed,
  type Journal,
  type Loaded,
  type SlotEpochs,
  type StoredEvent,
  type Tenure,
} from '../journal/journal.ts';

/** What becomes of a commit. */
export type Outcome = 'written' | 'lostBefore' | 'lostAfter' | 'conflict' | 'deposed';

export interface HeldCommit {
  readonly commit: Commit;
  readonly settle: (outcome: Outcome) => void;
}

type Call = Exclude<keyof Journal, 'append' | 'close'>;

/** A journal whose commits can be held back and lost, and whose every call can be made to fail. */
export class FaultyJournal implements Journal {
  readonly #inner: Journal;
  /** The outcomes of the next commits; after these every commit is written. */
  readonly outcomes: Outcome[] = [];
  /** Commits wait here for the test's word while `isHolding`. */
  readonly held: HeldCommit[] = [];
  isHolding = false;
  /** No call succeeds. */
  isDown = false;
  /** These calls fail. */
  readonly failing = new Set<Call>();
  /** These calls are carried out, but nobody is told. */
  readonly losing = new Set<Call>();
  readonly dead: DeadCommand[] = [];
  /** Commits that were tried, and how often each call was made. */
  commitsTried = 0;
  loads = 0;
  isClosed = false;

  constructor(inner: Journal) {
    this.#inner = inner;
  }

  /** Decides about the oldest commit that waits. */
  settle(outcome: Outcome = 'written'): void {
    const oldest = this.held.shift();
    if (oldest === undefined) throw new Error('no commit waits');
    oldest.settle(outcome);
  }

  async append(commit: Commit): Promise<void> {
    this.commitsTried++;
    let outcome: Outcome = this.outcomes.shift() ?? 'written';
    if (this.isHolding) {
      outcome = await new Promise<Outcome>((settle) => {
        this.held.push({ commit, settle });
      });
    }
    if (this.isDown || outcome === 'lostBefore') throw new Error('the commit was lost before it was written');
    if (outcome === 'conflict') throw new Conflict('a place is taken');
    if (outcome === 'deposed') throw new Deposed('somebody else owns the slots');
    await this.#inner.append(commit);
    if (outcome === 'lostAfter') throw new Error('the answer was lost after the commit was written');
  }

  async claim(slots: readonly number[], owner: string, now: number): Promise<Claim> {
    return this.#call('claim', () => this.#inner.claim(slots, owner, now));
  }

  async awaiting(slots: readonly number[]): Promise<Array<{ actor: string; deadline: number }>> {
    return this.#call('awaiting', () => this.#inner.awaiting(slots));
  }

  async load(actors: readonly string[], tenure?: Tenure): Promise<Map<string, Loaded>> {
    this.loads++;
    return this.#call('load', () => this.#inner.load(actors, tenure));
  }

  async heartbeat(tenure: Tenure, until: number): Promise<void> {
    return this.#call('heartbeat', () => this.#inner.heartbeat(tenure, until));
  }

  async renew(tenure: Tenure): Promise<SlotEpochs> {
    return this.#call('renew', () => this.#inner.renew(tenure));
  }

  async recordOutage(tenure: Tenure, from: number, to: number): Promise<number> {
    return this.#call('recordOutage', () => this.#inner.recordOutage(tenure, from, to));
  }

  async recordDead(dead: DeadCommand): Promise<void> {
    return this.#call('recordDead', async () => void this.dead.push(dead));
  }

  async history(actor: string, after: number, upTo: number, limit: number): Promise<StoredEvent[]> {
    return this.#inner.history(actor, after, upTo, limit);
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  async #call<T>(call: Call, carryOut: () => Promise<T>): Promise<T> {
    if (this.isDown || this.failing.has(call)) throw new Error(`the journal failed at ${call}`);
    const value = await carryOut();
    if (this.losing.has(call)) throw new Error(`the answer to ${call} was lost`);
    return value;
  }
}
