import type { PublicChatEvent } from '../../schema/chat/public.ts';
import type { AnswerCode } from '../../schema/codes.ts';
import type { ServerMessage } from '../../schema/wire/server.ts';
import type { Random } from '../../testing/random.ts';
import { Broken } from '../broken.ts';
import type { House } from '../house.ts';
import { brokenOf } from '../invariants/invariant.ts';
import { heardInvariants } from '../invariants/pictures.ts';
import { type RoomPicture, roomAfterEvent } from './room-picture.ts';

interface OpenSaying {
  readonly lot: string;
  readonly text: string;
  readonly replyTo: number | null;
  tries: number;
}

/** Nobody waits for more answers than this at a time. */
const maxOpenSayings = 8;
/** The longest that somebody waits to say the same once more (ms); then the page gives it up. */
const maxWaitMs = 3_000;

/** What somebody's page knows of chat rooms: what each shows, and what was said and not yet answered. */
export class RoomPage {
  readonly pictures = new Map<string, RoomPicture>();
  /** Messages without a final answer, by sayId. */
  readonly open = new Map<number, OpenSaying>();
  readonly #house: House;
  readonly #person: number;
  readonly #random: Random;
  /** Rooms that were asked to be let in to on this connection, and those that one was let in to. */
  readonly #entered = new Set<string>();
  readonly #inside = new Set<string>();
  /** Rooms that one went out of on this connection: what was still on its way then is told again. */
  readonly #left = new Set<string>();
  readonly #settled = new Map<number, string>();
  #send: ((text: string) => void) | null = null;

  constructor(house: House, person: number, random: Random) {
    this.#house = house;
    this.#person = person;
    this.#random = random;
  }

  /** The page has a connection that frames can be sent on, or none any more. */
  connected(send: ((text: string) => void) | null): void {
    this.#send = send;
    this.#entered.clear();
    this.#inside.clear();
    this.#left.clear();
    // Now and then somebody comes back with nothing, as after a reload.
    for (const lot of [...this.pictures.keys()]) if (this.#random.chance(0.2)) this.pictures.delete(lot);
  }

  /** The lot of a room is shown: one may come in, from where one was. */
  enter(lot: string): void {
    if (this.#send === null || this.#entered.has(lot)) return;
    this.#entered.add(lot);
    const picture = this.pictures.get(lot);
    const since = picture && { epoch: picture.epoch, seq: picture.seq };
    this.#send(JSON.stringify({ type: 'chatEnter', lot, since }));
  }

  /** The room is shown: what nobody has answered is said again. */
  #isIn(lot: string): void {
    if (!this.#entered.has(lot) || this.#inside.has(lot)) return;
    this.#inside.add(lot);
    for (const [sayId, saying] of this.open) if (saying.lot === lot) this.#say(sayId);
  }

  /** Goes out of a room for a while. */
  leave(lot: string, forMs: number): void {
    if (this.#send === null || !this.#entered.delete(lot)) return;
    this.#inside.delete(lot);
    this.#left.add(lot);
    this.#send(JSON.stringify({ type: 'chatLeave', lot }));
    this.#house.timeline.after(forMs, 'comes in again', () => this.enter(lot));
  }

  say(lot: string, text: string, replyTo: number | null): void {
    if (this.open.size >= maxOpenSayings || !this.#inside.has(lot)) return;
    const { rooms } = this.#house;
    const sayId = rooms.newSayId();
    rooms.sent({ lot, by: this.#person, sayId, text, replyTo });
    this.open.set(sayId, { lot, text, replyTo, tries: 0 });
    this.#say(sayId);
  }

  /** Says once more what still waits for its answer. */
  repeat(): void {
    const waiting = [...this.open.keys()];
    if (waiting.length > 0) this.#say(this.#random.pick(waiting));
  }

  #say(sayId: number): void {
    const saying = this.open.get(sayId);
    if (saying === undefined || this.#send === null || !this.#inside.has(saying.lot)) return;
    const { lot, text, replyTo } = saying;
    const frame = JSON.stringify({ type: 'chatSay', lot, sayId, text, replyTo: replyTo ?? undefined });
    this.#send(frame);
    if (this.#random.chance(this.#house.doublesChance)) this.#send(frame);
  }

  hear(message: ServerMessage): void {
    switch (message.type) {
      case 'chatRoom': {
        const { lot, epoch, seq, room } = message;
        if (this.pictures.has(lot))
          this.#house.milestones.reach('a picture of a room instead of what was missed');
        this.pictures.set(lot, { epoch, seq, room });
        return this.#isIn(lot);
      }
      case 'chatEvents':
        this.#events(message.lot, message.events);
        return this.#isIn(message.lot);
      case 'chatSaid':
        return this.#said(message.sayId, `${message.seq}${message.held === true ? ' held' : ''}`);
      case 'chatRefused':
        return this.#refused(message.sayId, message.code, message.retry, message.waitMs ?? 0);
      case 'error':
        return this.#putOut(message);
      default:
        return;
    }
  }

  /** The room was not there yet, or one has spoken before one was let in: one comes in anew a little later. */
  #putOut({ code, about }: Extract<ServerMessage, { type: 'error' }>): void {
    if (about?.lot === undefined || !about.type?.startsWith('chat')) return;
    this.#house.milestones.reach(`${about.type} error ${code}`);
    const { lot } = about;
    this.#inside.delete(lot);
    if (!this.#entered.delete(lot)) return;
    this.#house.timeline.after(100, 'comes in again', () => this.enter(lot));
  }

  /** Why not everything has come to its end here, or null; then what it shows is held against the record. */
  restlessness(): string | null {
    if (this.open.size > 0) return `${this.#person} waits for the messages ${[...this.open.keys()]}`;
    const { rooms } = this.#house;
    for (const [lot, { seq }] of this.pictures) {
      const { length } = rooms.room(lot).events;
      if (seq !== length) return `${this.#person} has seen ${seq} of ${length} in the room of ${lot}`;
    }
    for (const [lot, { room }] of this.pictures) rooms.seen(lot, this.#person, room);
    return null;
  }

  #events(lot: string, events: readonly PublicChatEvent[]): void {
    const picture = this.pictures.get(lot);
    if (picture === undefined)
      throw new Broken('a picture comes before its events', `${this.#person} ${lot}`);
    const about = `${this.#person} in the room of ${lot}`;
    const fresh = this.#left.has(lot) ? events.filter(({ seq }) => seq > picture.seq) : events;
    const broken = brokenOf(heardInvariants, { position: picture.seq, events: fresh }, about);
    if (broken !== null) throw broken;
    for (const event of fresh) {
      picture.seq = event.seq;
      picture.room = roomAfterEvent(picture.room, event);
    }
  }

  #said(sayId: number, place: string): void {
    this.open.delete(sayId);
    const first = this.#settled.get(sayId);
    if (first === undefined) this.#settled.set(sayId, place);
    else if (first !== place) {
      const told = `${this.#person}:${sayId} is ${first}, then ${place}`;
      throw new Broken('a message that is sent again gets its first answer again', told);
    }
  }

  #refused(sayId: number, code: AnswerCode, isRetried: boolean, waitMs: number): void {
    const saying = this.open.get(sayId);
    if (saying === undefined) return;
    this.#house.milestones.reach(`message refused: ${code}`);
    if (!isRetried || waitMs > maxWaitMs || (this.#house.isAtRest && code !== 'retry' && code !== 'busy')) {
      this.open.delete(sayId);
      return;
    }
    const pauseMs = waitMs + this.#random.waiting(Math.min(30 * 2 ** saying.tries++, 1_000));
    this.#house.timeline.after(pauseMs, 'says again', () => this.#say(sayId));
  }
}
