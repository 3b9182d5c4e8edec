import type { ChatCommand } from '../../schema/chat/commands.ts';
import { answerCodes } from '../../schema/codes.ts';
import { chatActor } from '../../schema/ids.ts';
import type { Random } from '../../testing/random.ts';
import type { ChatPlan } from '../chat-plan.ts';
import type { House } from '../house.ts';
import type { RoomRecord } from '../record/room-record.ts';
import { accountOf, isGuest, nameOf, staffMember } from '../reference/speakers.ts';

/** Those who run a room, and some who would like to: they mute, clear, delete, pin, let held messages be seen, and change settings. */
export class Host {
  readonly #house: House;
  readonly #plan: ChatPlan;
  readonly #room: RoomRecord;
  readonly #sellerId: number;
  readonly #people: readonly number[];
  readonly #random: Random;

  constructor(
    house: House,
    plan: ChatPlan,
    room: RoomRecord,
    sellerId: number,
    people: readonly number[],
    random: Random,
  ) {
    this.#house = house;
    this.#plan = plan;
    this.#room = room;
    this.#sellerId = sellerId;
    this.#people = people;
    this.#random = random;
    this.#lookLater();
  }

  #lookLater(): void {
    this.#house.timeline.after(this.#random.waiting(this.#plan.moderateMs), 'host looks', () => {
      if (this.#house.isAtRest) return;
      if (this.#room.now.sellerId !== null) this.#tell(this.#whim());
      this.#lookLater();
    });
  }

  #whim(): ChatCommand {
    const random = this.#random;
    const drawn = random.next();
    const by = { by: this.#moderator(), isStaff: false };
    const isStaff = by.by === staffMember;
    const who = { ...by, isStaff };
    const person = random.pick(this.#people);
    if (drawn < 0.18) return { type: 'delete', ...who, of: this.#anyMessage() };
    if (drawn < 0.3) {
      const forMs = random.chance(0.1) ? null : Math.round(random.scaled(20, 2_000));
      return { type: 'mute', ...who, person, name: nameOf(person), forMs, reason: 'spam' };
    }
    if (drawn < 0.36) return { type: 'unmute', ...who, person };
    if (drawn < 0.42) return { type: 'clear', ...who, person };
    if (drawn < 0.52) return { type: 'pin', ...who, of: random.chance(0.2) ? null : this.#anyMessage() };
    if (drawn < 0.7) return { type: random.chance(0.7) ? 'release' : 'drop', ...who, of: this.#anyHeld() };
    if (drawn < 0.8) return { type: 'set', ...who, settings: this.#settings() };
    if (drawn < 0.84) return { type: 'setWords', ...who, words: [{ action: 'mask', words: ['word'] }] };
    if (drawn < 0.92) {
      const isModerator = random.chance(0.7);
      return { type: 'appoint', ...who, person, name: nameOf(person), isModerator };
    }
    if (drawn < 0.95) return { type: 'crowd' };
    return this.#errand();
  }

  /** What the service tells rooms of people: guests who have signed in, accounts that were deleted. */
  #errand(): ChatCommand {
    const random = this.#random;
    const guests = this.#people.filter(isGuest);
    if (guests.length === 0 || random.chance(0.1))
      return { type: 'forget', person: random.pick(this.#people) };
    const from = random.pick(guests);
    const to = accountOf(from);
    return { type: 'merge', from, to, name: nameOf(to) };
  }

  #moderator(): number {
    const random = this.#random;
    const { moderators } = this.#room.now;
    if (random.chance(0.15)) return staffMember;
    if (random.chance(0.1)) return random.pick(this.#people);
    return moderators.size > 0 && random.chance(0.5) ? random.pick([...moderators]) : this.#sellerId;
  }

  #anyMessage(): number {
    const { said, events } = this.#room;
    const seqs = [...said.values()].map(({ seq }) => seq).slice(-10);
    return seqs.length === 0 || this.#random.chance(0.2)
      ? this.#random.whole(1, events.length + 1)
      : this.#random.pick(seqs);
  }

  #anyHeld(): number {
    const held = [...this.#room.now.held.keys()];
    return held.length === 0 || this.#random.chance(0.05) ? this.#anyMessage() : this.#random.pick(held);
  }

  #settings() {
    const random = this.#random;
    switch (random.whole(0, 4)) {
      case 0:
        return { slowMs: random.chance(0.5) ? 0 : Math.round(random.scaled(50, 1_000)) };
      case 1:
        return { followersOnly: random.chance(0.3) };
      case 2:
        return { emotesOnly: random.chance(0.3) };
      case 3:
        return { guestsSpeak: random.chance(0.7) };
      default:
        return { raidGuard: random.chance(0.7) };
    }
  }

  #tell(command: ChatCommand): void {
    const gateway = this.#house.anyGateway(this.#random);
    if (gateway === null) return;
    gateway.thread.run(this.#random.waiting(this.#house.plan.networkDelayMs), 'moderation', () => {
      void gateway.lanes.command(chatActor(this.#room.lot), command).then(({ code }) => {
        this.#house.milestones.reach(`room ${command.type} ${answerCodes[code]}`);
      });
    });
  }
}
