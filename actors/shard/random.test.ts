import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../testing/random.ts';
import type { StoredEvent } from '../journal/journal.ts';
import { type CounterEvent, type CounterState, counter } from '../testing/counter.ts';
import type { Outcome } from '../testing/faulty-journal.ts';
import { RandomClient } from '../testing/random-client.ts';
import { ShardRoom } from '../testing/shard-room.ts';

const steps = 2_500;
const actors = ['counter/a', 'counter/b', 'counter/c', 'counter/d'];
const outcomes: readonly Outcome[] = ['written', 'written', 'written', 'lostBefore', 'lostAfter', 'conflict'];

/** With SHARD_SEED set, that seed alone is run. */
const seeds = process.env.SHARD_SEED ? [Number(process.env.SHARD_SEED)] : [1, 2, 3, 4, 5, 6, 7, 8];

class RandomRun {
  readonly random: Random;
  room: ShardRoom;
  readonly clients: RandomClient[];

  constructor(seed: number, room: ShardRoom) {
    this.random = new Random(seed);
    this.room = room;
    this.clients = [1, 2, 3].map((n) => new RandomClient(room.shard, room.scheduler, n));
  }

  async step(): Promise<void> {
    const { random } = this;
    const client = random.pick(this.clients);
    const actor = random.pick(actors);
    const what = random.below(100);
    if (what < 45) this.#bid(client, actor);
    else if (what < 52) this.#operate(client, actor);
    else if (what < 58) client.watch(actor);
    else if (what < 60) client.unwatch(actor);
    else if (what < 62) client.forget(actor);
    else if (what < 65) this.#repeat(client);
    else if (what < 75) this.#journal();
    else if (what < 76) await this.#crash();
    else await this.room.advance(random.below(random.chance(0.05) ? 2_000 : 60));
    // What is not sent now is on its way for a while.
    for (const one of this.clients) {
      if (random.chance(0.5)) continue;
      one.work();
      one.end.send();
    }
    if (random.chance(0.5)) await this.room.settle();
  }

  /** Ends all faults and lets everybody get the answers that are due. */
  async comeToRest(): Promise<void> {
    this.#settleHeld(() => 'written');
    this.room.journal.isHolding = false;
    this.room.journal.isDown = false;
    this.room.journal.outcomes.length = 0;
    for (let round = 0; round < 40; round++) {
      for (const one of this.clients) {
        one.work();
        one.end.send();
      }
      await this.room.advance(100);
    }
  }

  #bid(client: RandomClient, actor: string): void {
    for (let n = this.random.below(8); n >= 0; n--) client.add(actor, this.random.below(4), this.room.now);
  }

  /** Repeats something that was answered for ever, not as what came too late, for the counter may open again. */
  #repeat(client: RandomClient): void {
    const answered = client.done.filter(({ refusal }) => refusal?.code !== 'closed');
    if (answered.length > 0) client.repeat(this.random.pick(answered));
  }

  #operate(client: RandomClient, actor: string): void {
    const endsAt = this.room.now + this.random.below(3_000);
    const command = this.random.pick([
      { type: 'open', endsAt, windowMs: 200 },
      { type: 'move', endsAt },
      { type: 'move', endsAt: null },
      { type: 'whisper', count: 1 + this.random.below(200) },
    ]);
    client.command(actor, command);
  }

  #journal(): void {
    const { journal } = this.room;
    if (journal.held.length > 0) this.#settleHeld(() => this.random.pick(outcomes));
    else if (this.random.chance(0.5)) journal.isHolding = !journal.isHolding;
    else if (this.random.chance(0.3)) journal.isDown = !journal.isDown;
    else journal.outcomes.push(this.random.pick(outcomes));
  }

  #settleHeld(outcome: () => Outcome): void {
    for (const { settle } of this.room.journal.held.splice(0)) settle(outcome());
  }

  async #crash(): Promise<void> {
    // What was on its way to the journal may arrive, or not.
    this.#settleHeld(() => (this.random.chance(0.5) ? 'written' : 'lostBefore'));
    await this.room.settle();
    this.room = await this.room.crash(this.random.below(3_000));
    for (const client of this.clients) client.reconnect(this.room.shard, this.room.scheduler);
  }
}

interface Replayed {
  readonly state: CounterState;
  readonly values: Map<string, number>;
  /** By position: the deadline at which the hammer had fallen by then, null while it had not. */
  readonly hammers: (number | null)[];
}

/** The journal's events of one actor, replayed: each accepted addition once, and the value after it. */
function replay(history: readonly StoredEvent[]): Replayed {
  let state = counter.initial();
  const values = new Map<string, number>();
  const hammers: (number | null)[] = [null];
  for (const [n, { seq, event }] of history.entries()) {
    assert.equal(seq, n + 1);
    const known = event as CounterEvent;
    if (known.type === 'added') {
      assert.ok(!values.has(known.key), `${known.key} was decided twice`);
      assert.ok(state.endsAt === null || !state.isClosed, `${known.key} came after the hammer`);
    }
    if (known.type === 'closed') {
      assert.ok(known.at >= (state.endsAt as number), 'the hammer fell too early');
    }
    const fellAt = known.type === 'closed' ? state.endsAt : (hammers[state.position] as number | null);
    state = counter.evolve(state, known);
    hammers[state.position] = state.isClosed ? fellAt : null;
    if (known.type === 'added') values.set(known.key, state.value);
  }
  return { state, values, hammers };
}

for (const seed of seeds) {
  test(`${steps} random steps with faults keep every promise (SHARD_SEED=${seed})`, async () => {
    const run = new RandomRun(seed, await ShardRoom.open());
    for (let n = 0; n < steps; n++) await run.step();
    await run.comeToRest();

    const accepted = new Map<string, Set<string>>();
    let tooLate = 0;
    for (const actor of actors) {
      const history = await run.room.memory.history(actor, 0, 1e9, 1e9);
      const { state, values, hammers } = replay(history);
      const keys = new Set<string>();
      accepted.set(actor, keys);
      for (const client of run.clients) {
        assert.deepEqual(client.open, [], 'somebody waits for ever');
        for (const sent of client.done) {
          if (sent.actor !== actor) continue;
          // Accepted: it is in the journal, and the answer told its very place. Refused: it is not.
          if (sent.acceptedValue === null)
            assert.ok(!values.has(sent.key), `${sent.key} was refused, yet stored`);
          else assert.equal(sent.acceptedValue, values.get(sent.key), sent.key);
          if (sent.acceptedValue !== null) keys.add(sent.key);
          // Whoever had to ask again may have been in time the first time; all others were not.
          if (sent.refusal?.code === 'closed' && sent.attempts === 1) {
            const fellAt = hammers[sent.refusal.position] ?? Number.POSITIVE_INFINITY;
            assert.ok(fellAt <= sent.receivedAt, `${sent.key} came in time: ${sent.receivedAt}, ${fellAt}`);
            tooLate++;
          }
        }
        const position = client.positions.get(actor);
        if (position !== undefined) assert.equal(position, state.position, 'a watcher was left behind');
      }
      assert.deepEqual(keys, new Set(values.keys()), 'something was stored that nobody was told of');
    }
    assert.ok([...accepted.values()].every(({ size }) => size > 0));
    assert.ok(tooLate > 0);
  });
}
