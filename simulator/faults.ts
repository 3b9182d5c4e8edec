import type { Random } from '../testing/random.ts';
import type { FaultKind } from './plan.ts';
import type { World } from './world.ts';

/** The most that one call of a slow disk takes on average. */
const slowestMs = 7_500;

/** Makes things go wrong, each kind at random moments as often as the plan says, until all comes to rest. */
export class Faults {
  readonly #world: World;
  readonly #random: Random;

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
    for (const [kind, everyMs] of world.plan.faults) this.#plan(kind, everyMs, random.fork());
  }

  #plan(kind: FaultKind, everyMs: number, random: Random): void {
    const { timeline } = this.#world;
    timeline.after(random.waiting(everyMs), kind, () => {
      if (this.#world.isAtRest) return;
      this.#world.milestones.reach(`fault ${kind}`);
      this.#strike(kind, random);
      this.#plan(kind, everyMs, random);
    });
  }

  #strike(kind: FaultKind, random: Random): void {
    const { server, clients, disk, timeline, plan } = this.#world;
    switch (kind) {
      case 'crash':
        server.crash();
        return this.#reopen(random.scaled(10, 3_000));
      case 'restart':
        server.stop();
        return this.#reopen(random.scaled(50, 2_000));
      case 'takeover':
        return this.#open();
      case 'shardDeath':
        return server.killShard(random.whole(0, plan.shards - 1));
      case 'stall':
        return this.#atDeadlines(random, () => random.pick(server.threads).stall(random.scaled(1, 1_500)));
      case 'diskDown':
        disk.isDown = true;
        timeline.after(random.scaled(5, 3_000), 'disk up', () => {
          disk.isDown = false;
        });
        return;
      case 'diskSlow':
        return this.#atDeadlines(random, () => {
          disk.slowness = random.scaled(2, Math.min(500, slowestMs / plan.disk.latencyMs));
          timeline.after(random.scaled(20, 2_000), 'disk fast', () => {
            disk.slowness = 1;
          });
        });
      case 'cut':
        return random.pick(clients).cut(random.scaled(0.1, 5_000));
      case 'stuck': {
        const client = random.pick(clients);
        client.stick();
        timeline.after(random.scaled(10, 3_000), 'reads again', () => client.unstick());
      }
    }
  }

  /** Half the time it strikes when some hammer is about to fall, for that is where a queue is most easily mistaken. */
  #atDeadlines(random: Random, strike: () => void): void {
    const { clients, timeline } = this.#world;
    const client = random.pick(clients);
    const ends = [...client.pictures.values()].map(({ state }) => (state.endsAt ?? 0) - client.serverNow);
    const nextMs = Math.min(...ends.filter((endMs) => endMs > 0));
    const aheadMs = random.scaled(0.1, 50);
    if (random.chance(0.5) || nextMs === Number.POSITIVE_INFINITY) return strike();
    timeline.after(Math.max(0, nextMs - aheadMs), 'deadline near', () => {
      if (!this.#world.isAtRest) strike();
    });
  }

  #reopen(afterMs: number): void {
    this.#world.timeline.after(afterMs, 'server starts', () => {
      if (!this.#world.server.isOpen) this.#open();
    });
  }

  #open(): void {
    const { clockJumpMs } = this.#world.plan;
    this.#world.openServer(this.#random.between(-clockJumpMs, clockJumpMs));
  }
}
