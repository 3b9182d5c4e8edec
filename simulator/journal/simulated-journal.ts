import type {
  Claim,
  Commit,
  DeadCommand,
  Journal,
  Loaded,
  SlotEpochs,
  StoredEvent,
  Tenure,
} from '../../actors/journal/journal.ts';
import { limits } from '../../schema/limits.ts';
import type { Thread } from '../time/thread.ts';
import type { Disk } from './disk.ts';

/** Who is told what the database has really done, whatever its client learns of it. */
export interface JournalWitness {
  /** `now` is the claimant's time (ms). */
  claimed(owner: string, claim: Claim, now: number): void;
  committed(owner: string, commit: Commit): void;
  dead(command: DeadCommand): void;
  /** Something worth counting has happened. */
  reach(milestone: string): void;
}

/** What becomes of a call. */
type Fate = 'answered' | 'down' | 'lostBefore' | 'lostAfter' | 'late';

/** Calls on one connection are carried out in their order. */
interface Connection {
  lastMs: number;
}

/** The journal of one shard: a way to the database on which calls take time and get lost. */
export class SimulatedJournal implements Journal {
  readonly #disk: Disk;
  readonly #thread: Thread;
  readonly #owner: string;
  readonly #witness: JournalWitness;
  readonly #commits: Connection = { lastMs: 0 };
  readonly #side: Connection = { lastMs: 0 };

  constructor(disk: Disk, thread: Thread, owner: string, witness: JournalWitness) {
    this.#disk = disk;
    this.#thread = thread;
    this.#owner = owner;
    this.#witness = witness;
  }

  claim(slots: readonly number[], owner: string, now: number): Promise<Claim> {
    return this.#call(this.#commits, 'claim', async () => {
      const claim = await this.#disk.store.claim(slots, owner, now);
      this.#witness.claimed(owner, claim, now);
      return claim;
    });
  }

  append(commit: Commit): Promise<void> {
    return this.#call(this.#commits, 'commit', async () => {
      await this.#disk.store.append(commit);
      this.#witness.committed(this.#owner, commit);
    });
  }

  awaiting(slots: readonly number[]): Promise<Array<{ actor: string; deadline: number }>> {
    return this.#call(this.#side, 'awaiting', () => this.#disk.store.awaiting(slots));
  }

  load(actors: readonly string[], tenure?: Tenure): Promise<Map<string, Loaded>> {
    return this.#call(this.#side, 'load', async () => {
      const loaded = await this.#disk.store.load(actors, tenure);
      for (const { checkpoint } of loaded.values()) {
        this.#witness.reach(checkpoint === null ? 'rebuilt from all events' : 'rebuilt from a checkpoint');
      }
      return loaded;
    });
  }

  heartbeat(tenure: Tenure, until: number): Promise<void> {
    return this.#call(this.#side, 'sign of life', () => this.#disk.store.heartbeat(tenure, until));
  }

  renew(tenure: Tenure): Promise<SlotEpochs> {
    return this.#call(this.#commits, 'renewal', async () => {
      const epochs = await this.#disk.store.renew(tenure);
      this.#witness.reach('epochs renewed');
      return epochs;
    });
  }

  recordOutage(...outage: Parameters<Journal['recordOutage']>): Promise<number> {
    return this.#call(this.#commits, 'outage', () => this.#disk.store.recordOutage(...outage));
  }

  recordDead(dead: DeadCommand): Promise<void> {
    this.#witness.dead(dead);
    return this.#call(this.#commits, 'dead command', () => this.#disk.store.recordDead(dead));
  }

  history(actor: string, after: number, upTo: number, limit: number): Promise<StoredEvent[]> {
    return this.#call(this.#side, 'history', () => this.#disk.store.history(actor, after, upTo, limit));
  }

  async close(): Promise<void> {}

  #call<T>(connection: Connection, label: string, carryOut: () => Promise<T>): Promise<T> {
    const fate = this.#fate();
    if (fate !== 'answered') this.#witness.reach(`${label}: ${fate}`);
    return new Promise((resolve, reject) => {
      const fail = (afterMs: number) => {
        connection.lastMs = 0;
        this.#back(afterMs, `${label} failed`, () => reject(new Error(`${label}: ${fate}`)));
      };
      if (fate === 'down') return fail(this.#disk.random.waiting(20));
      if (fate === 'lostBefore') return fail(this.#disk.wayMs() * 2);
      const { timeline } = this.#disk;
      let goneMs = this.#disk.wayMs();
      if (fate === 'late') {
        const givenUpMs = this.#disk.random.between(0, limits.commitTimeoutMs / 50);
        fail(givenUpMs);
        goneMs = givenUpMs + this.#disk.random.scaled(0.1, 3_000);
      } else {
        const arrivesMs = Math.max(connection.lastMs, timeline.nowMs + goneMs);
        connection.lastMs = arrivesMs;
        goneMs = arrivesMs - timeline.nowMs;
      }
      // What was sent is carried out, whatever became of the thread that sent it.
      timeline.after(goneMs, label, () => {
        timeline.settles = true;
        if (this.#disk.isDown) {
          if (fate !== 'late') fail(this.#disk.wayMs());
          return;
        }
        carryOut().then(
          (value) => {
            if (fate === 'late') this.#witness.reach(`${label} carried out after it was given up`);
            if (fate === 'lostAfter') fail(this.#disk.wayMs());
            else if (fate === 'answered') {
              this.#back(this.#disk.wayMs(), `${label} answered`, () => resolve(value));
            }
          },
          (error: Error) => {
            this.#witness.reach(`${label}: ${error.name}`);
            if (fate !== 'late') this.#back(this.#disk.wayMs(), `${label} refused`, () => reject(error));
          },
        );
      });
    });
  }

  #back(delayMs: number, label: string, task: () => void): void {
    this.#thread.run(delayMs, label, () => {
      this.#thread.timeline.settles = true;
      task();
    });
  }

  #fate(): Fate {
    const { isDown, odds, random } = this.#disk;
    if (isDown) return 'down';
    let drawn = random.next();
    for (const fate of ['lostBefore', 'lostAfter', 'late'] as const) {
      if (drawn < odds[fate]) return fate;
      drawn -= odds[fate];
    }
    return 'answered';
  }
}
