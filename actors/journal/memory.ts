import { limits } from '../../schema/limits.ts';
import {
  type Claim,
  type Commit,
  Conflict,
  type DeadCommand,
  Deposed,
  type Journal,
  type Loaded,
  type SlotEpochs,
  type SlotOutage,
  type StoredEvent,
  type Tenure,
} from './journal.ts';
import { eventsOf } from './run.ts';

interface SlotRow {
  owner: string;
  epoch: number;
  aliveAt: number;
}

/** A journal that lives and dies with its process: for tests, the simulator and benchmarks. */
export class MemoryJournal implements Journal {
  readonly #events = new Map<string, StoredEvent[]>();
  readonly #heads = new Map<string, { slot: number; seq: number; deadline: number | null }>();
  readonly #checkpoints = new Map<string, { seq: number; state: string }>();
  readonly #slots = new Map<number, SlotRow>();
  readonly #outages: SlotOutage[] = [];
  /** Of those that owners wrote, by the owner, its slots and the beginning. */
  readonly #outageIds = new Map<string, number>();
  readonly #dead: DeadCommand[] = [];

  async claim(slots: readonly number[], owner: string, now: number): Promise<Claim> {
    const epochs = new Map<number, number>();
    const silentSince = new Map<number, Set<number>>();
    for (const slot of slots) {
      const before = this.#slots.get(slot);
      const epoch = (before?.epoch ?? 0) + 1;
      this.#slots.set(slot, { owner, epoch, aliveAt: now });
      epochs.set(slot, epoch);
      if (before && before.aliveAt < now) {
        const group = silentSince.get(before.aliveAt) ?? new Set();
        silentSince.set(before.aliveAt, group.add(slot));
      }
    }
    for (const [from, group] of silentSince) {
      this.#outages.push({ outageId: this.#outages.length + 1, from, to: now, slots: group });
    }
    const outages = this.#outages.filter(
      (outage) => outage.to > now - limits.maxDurationMs && slots.some((slot) => outage.slots.has(slot)),
    );
    return { owner, epochs, outages };
  }

  async append(commit: Commit): Promise<void> {
    this.#fence(commit.epochs);
    const { runs, heads, checkpoints } = commit;
    const added = new Map<string, StoredEvent[]>();
    for (const [n, actor] of runs.actors.entries()) {
      const before = added.get(actor) ?? this.#events.get(actor) ?? [];
      const seq = runs.seqs[n] as number;
      if (seq !== (before.at(-1)?.seq ?? 0) + 1) throw new Conflict(`${actor} ${seq}`);
      const events = eventsOf({ seq, epoch: runs.epochs[n] as number, data: runs.datas[n] as string });
      added.set(actor, [...(added.get(actor) ?? []), ...events]);
    }
    for (const [actor, events] of added) {
      const log = this.#events.get(actor);
      if (log === undefined) this.#events.set(actor, events);
      else for (const event of events) log.push(event);
    }
    for (const [n, actor] of heads.actors.entries()) {
      const deadline = heads.deadlines[n] ?? null;
      this.#heads.set(actor, { slot: heads.slots[n] as number, seq: heads.seqs[n] as number, deadline });
    }
    for (const [n, actor] of checkpoints.actors.entries()) {
      this.#checkpoints.set(actor, {
        seq: checkpoints.seqs[n] as number,
        state: checkpoints.states[n] as string,
      });
    }
  }

  async awaiting(slots: readonly number[]): Promise<Array<{ actor: string; deadline: number }>> {
    const wanted = new Set(slots);
    const found: Array<{ actor: string; deadline: number }> = [];
    for (const [actor, head] of this.#heads) {
      if (head.deadline !== null && wanted.has(head.slot)) found.push({ actor, deadline: head.deadline });
    }
    return found;
  }

  async load(actors: readonly string[], tenure?: Tenure): Promise<Map<string, Loaded>> {
    if (tenure !== undefined) this.#owned(tenure);
    return new Map(
      actors.map((actor) => {
        const checkpoint = this.#checkpoints.get(actor);
        return [
          actor,
          {
            headSeq: this.#heads.get(actor)?.seq ?? 0,
            checkpoint: checkpoint ? { seq: checkpoint.seq, state: JSON.parse(checkpoint.state) } : null,
            events: (this.#events.get(actor) ?? []).slice(checkpoint?.seq ?? 0),
          },
        ];
      }),
    );
  }

  async heartbeat(tenure: Tenure, until: number): Promise<void> {
    for (const row of this.#owned(tenure)) row.aliveAt = Math.max(row.aliveAt, until);
  }

  async renew(tenure: Tenure): Promise<SlotEpochs> {
    for (const row of this.#owned(tenure)) row.epoch++;
    return new Map([...tenure.epochs.keys()].map((slot) => [slot, this.#slots.get(slot)?.epoch as number]));
  }

  async recordOutage(tenure: Tenure, from: number, to: number): Promise<number> {
    for (const row of this.#owned(tenure)) row.aliveAt = Math.max(row.aliveAt, to);
    const { owner, epochs } = tenure;
    const key = JSON.stringify([owner, ...epochs.keys(), from]);
    const outageId = this.#outageIds.get(key) ?? this.#outages.length + 1;
    const place = outageId - 1;
    const until = Math.max(to, this.#outages[place]?.to ?? to);
    this.#outages[place] = { outageId, from, to: until, slots: new Set(epochs.keys()) };
    this.#outageIds.set(key, outageId);
    return outageId;
  }

  async recordDead(dead: DeadCommand): Promise<void> {
    this.#dead.push(dead);
  }

  async history(actor: string, after: number, upTo: number, limit: number): Promise<StoredEvent[]> {
    return (this.#events.get(actor) ?? []).slice(after, Math.min(upTo, after + limit));
  }

  async close(): Promise<void> {}

  #owned({ owner, epochs }: Tenure): SlotRow[] {
    return [...epochs.keys()].map((slot) => {
      const row = this.#slots.get(slot);
      if (row?.owner !== owner) throw new Deposed(`slot ${slot}`);
      return row;
    });
  }

  #fence(epochs: SlotEpochs): void {
    for (const [slot, epoch] of epochs) {
      if (this.#slots.get(slot)?.epoch !== epoch) throw new Deposed(`slot ${slot}`);
    }
  }
}
