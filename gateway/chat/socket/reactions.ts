import type { ReactionKind } from '../../../schema/chat/settings.ts';
import { chatActor } from '../../../schema/ids.ts';
import { limits } from '../../../schema/limits.ts';
import { BoundedMap } from '../../http/bounded-map.ts';
import { Allowance } from '../../socket/allowance.ts';

type Counts = Partial<Record<ReactionKind, number>>;

/** How often people on one gateway have reacted in a room since it was told last. */
export interface RoomReactions {
  readonly lot: string;
  readonly counts: Counts;
}

export interface ReactionsParts {
  readonly now: () => number;
  readonly later: (delayMs: number, task: () => void) => void;
  readonly publish: (topic: string, frame: string) => void;
  /** Tells the other gateways what was counted here; absent where there are none. */
  readonly tellGateways?: (reactions: readonly RoomReactions[]) => void;
}

/** People whose pace is remembered at a time. */
const maxPeople = 16_384;

/** Counts what people react with, and tells each room the sums a few times a second, however many they are. */
export class Reactions {
  readonly #parts: ReactionsParts;
  readonly #paces = new BoundedMap<number, Allowance>(maxPeople);
  /** Not told yet, of this gateway and of the others. */
  #own = new Map<string, Counts>();
  #elsewhere = new Map<string, Counts>();
  #isScheduled = false;
  /** Those that counted, and those that were too many of one person. */
  counted = 0;
  dropped = 0;

  constructor(parts: ReactionsParts) {
    this.#parts = parts;
  }

  /** Somebody reacts; too many of one person are dropped without a word. */
  take(lot: string, personId: number, kind: ReactionKind): void {
    if (!this.#paceOf(personId).take(this.#parts.now())) {
      this.dropped++;
      return;
    }
    this.counted++;
    add(this.#own, lot, { [kind]: 1 });
    this.#schedule();
  }

  /** Takes in what was counted on another gateway. */
  heard(reactions: readonly RoomReactions[]): void {
    for (const { lot, counts } of reactions) add(this.#elsewhere, lot, counts);
    this.#schedule();
  }

  #paceOf(personId: number): Allowance {
    const known = this.#paces.get(personId);
    if (known !== undefined) return known;
    const pace = new Allowance(limits.reactionsPerSecond, limits.reactionsBurst);
    this.#paces.set(personId, pace);
    return pace;
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#parts.later(limits.reactionsWindowMs, () => this.#tell());
  }

  #tell(): void {
    this.#isScheduled = false;
    const own = this.#own;
    const all = this.#elsewhere;
    this.#own = new Map();
    this.#elsewhere = new Map();
    for (const [lot, counts] of own) add(all, lot, counts);
    for (const [lot, counts] of all) {
      this.#parts.publish(chatActor(lot), JSON.stringify({ type: 'chatReactions', lot, counts }));
    }
    if (own.size > 0) this.#parts.tellGateways?.([...own].map(([lot, counts]) => ({ lot, counts })));
  }
}

function add(sums: Map<string, Counts>, lot: string, counts: Counts): void {
  const sum = sums.get(lot) ?? {};
  for (const [kind, count] of Object.entries(counts) as [ReactionKind, number][]) {
    sum[kind] = (sum[kind] ?? 0) + count;
  }
  sums.set(lot, sum);
}
