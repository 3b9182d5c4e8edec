import type { Random } from '../../testing/random.ts';
import type { ChatPlan } from '../chat-plan.ts';
import type { House } from '../house.ts';
import { blockedWords, emotes } from '../reference/words.ts';
import type { Client } from './client.ts';
import type { RoomPage } from './room-page.ts';

/** How somebody speaks. */
const habits = ['plain', 'chatty', 'spammer', 'foulMouthed', 'emotes', 'repeater', 'mixed'] as const;
type Habit = (typeof habits)[number];

/** Somebody who speaks in rooms until all comes to rest. */
export class Talker {
  readonly #house: House;
  readonly #plan: ChatPlan;
  readonly #client: Client;
  readonly #page: RoomPage;
  readonly #lots: readonly string[];
  readonly #habit: Habit;
  readonly #random: Random;
  #last = 'hello';
  #count = 0;

  constructor(
    house: House,
    plan: ChatPlan,
    client: Client,
    page: RoomPage,
    lots: readonly string[],
    random: Random,
  ) {
    this.#random = random;
    this.#house = house;
    this.#plan = plan;
    this.#client = client;
    this.#page = page;
    this.#lots = lots;
    this.#habit = random.pick(habits);
    this.#thinkLater();
  }

  #thinkLater(): void {
    const isFast = this.#habit === 'spammer' || this.#habit === 'chatty';
    const thinkMs = isFast ? this.#plan.thinkMs / 3 : this.#plan.thinkMs;
    this.#house.timeline.after(this.#random.waiting(thinkMs), 'thought', () => {
      if (this.#house.isAtRest) return;
      this.#think();
      this.#thinkLater();
    });
  }

  #think(): void {
    const random = this.#random;
    const habit = this.#habit === 'mixed' ? random.pick(habits) : this.#habit;
    const lot = random.pick(this.#lots);
    if (random.chance(0.01)) return this.#page.leave(lot, random.waiting(200));
    if (random.chance(0.05)) this.#page.repeat();
    const times = habit === 'spammer' && random.chance(0.3) ? this.#plan.pace.burst + 2 : 1;
    for (let n = 0; n < times; n++) this.#page.say(lot, this.#text(habit), this.#replyTo(lot));
  }

  #text(habit: Habit): string {
    const random = this.#random;
    if (habit === 'repeater' && random.chance(0.5)) return this.#last;
    if (habit === 'emotes' || random.chance(0.05)) return random.pick(emotes);
    const word = habit === 'foulMouthed' || random.chance(0.05) ? ` ${this.#word()}` : '';
    this.#last = `${this.#client.person} says ${++this.#count}${word}`;
    return this.#last;
  }

  #word(): string {
    const random = this.#random;
    const drawn = random.next();
    if (drawn < 0.4) return random.pick([blockedWords.mask, `${blockedWords.mask}, ${blockedWords.mask}!`]);
    if (drawn < 0.8) return drawn < 0.7 ? blockedWords.hold : `${blockedWords.hold} ${blockedWords.mask}`;
    return blockedWords.refuse;
  }

  #replyTo(lot: string): number | null {
    const random = this.#random;
    const seq = this.#page.pictures.get(lot)?.seq ?? 0;
    if (seq === 0 || random.chance(0.8)) return null;
    // Now and then to something that nobody has said yet.
    return random.chance(0.1) ? seq + 50 : random.whole(1, seq);
  }
}
