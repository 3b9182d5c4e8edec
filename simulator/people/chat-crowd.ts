import type { Random } from '../../testing/random.ts';
import { accountOf, firstGuest, firstOnlooker, isGuest } from '../reference/speakers.ts';
import type { World } from '../world.ts';
import { Client } from './client.ts';
import { Host } from './host.ts';
import { RoomPage } from './room-page.ts';
import { Talker } from './talker.ts';

/** How many of those who sell or bid speak as well. */
const speakersShare = 0.5;

/** Everybody who has to do with the chat rooms of a house; nobody where there are none. */
export class ChatCrowd {
  readonly #world: World;
  readonly #random: Random;
  readonly #pages = new Map<number, RoomPage>();

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  /** The rooms' part of somebody's page, if that one looks at rooms. */
  pageOf(person: number): RoomPage | null {
    if (this.#world.plan.chat === null || !this.#random.chance(speakersShare)) return null;
    const page = new RoomPage(this.#world, person, this.#random.fork());
    this.#pages.set(person, page);
    return page;
  }

  /** Onlookers come in, whoever has a page speaks, and sellers run their rooms. */
  comeIn(lots: readonly string[]): void {
    const { plan, clients, rooms } = this.#world;
    if (plan.chat === null) return;
    for (let n = 0; n < plan.chat.onlookers; n++) {
      const person = n % 2 === 0 ? firstOnlooker + n : firstGuest + n;
      const page = new RoomPage(this.#world, person, this.#random.fork());
      this.#pages.set(person, page);
      clients.push(new Client(this.#world, person, lots, this.#random.fork(), page));
    }
    const people = [...this.#pages.keys()];
    const all = [...people, ...people.filter(isGuest).map(accountOf)];
    for (const client of clients) {
      const { page } = client;
      if (page !== null) new Talker(this.#world, plan.chat, client, page, lots, this.#random.fork());
    }
    for (const [n, { sellerId }] of plan.lots.entries()) {
      const others = all.filter((person) => person !== sellerId);
      const room = rooms.room(lots[n] as string);
      if (others.length > 0) new Host(this.#world, plan.chat, room, sellerId, others, this.#random.fork());
    }
  }
}
