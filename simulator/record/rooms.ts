import type { Cell } from '../../actors/shard/cell.ts';
import type { SayCommand } from '../../schema/chat/commands.ts';
import type { ChatEvent } from '../../schema/chat/events.ts';
import type { ChatRoom, PublicChatEvent } from '../../schema/chat/public.ts';
import type { Broken } from '../broken.ts';
import { brokenOf, type Invariant } from '../invariants/invariant.ts';
import { sayAnswerInvariants } from '../invariants/rooms/answers.ts';
import { givingWayInvariants } from '../invariants/rooms/giving-way.ts';
import { restingRoomInvariants, seenRoomInvariants } from '../invariants/rooms/rest.ts';
import { ruleInvariants } from '../invariants/rooms/rules.ts';
import { sayingInvariants } from '../invariants/rooms/sayings.ts';
import { roomPictureInvariants, toldRoomInvariants } from '../invariants/rooms/told.ts';
import type { Milestones } from '../milestones.ts';
import type { Pace } from '../reference/room-facts.ts';
import { RoomRecord } from './room-record.ts';
import type { SayAnswer, Sent } from './sayings.ts';

const eventInvariants = [...sayingInvariants, ...ruleInvariants];

/** All that has really happened in chat rooms, seen from outside, held against the invariants at once. */
export class Rooms {
  readonly byLot = new Map<string, RoomRecord>();
  readonly #sent = new Map<number, Sent>();
  readonly #milestones: Milestones;
  readonly #pace: Pace;
  readonly #onBroken: (broken: Broken) => void;
  #lastSayId = 0;

  constructor(
    lots: readonly string[],
    pace: Pace,
    milestones: Milestones,
    onBroken: (broken: Broken) => void,
  ) {
    this.#pace = pace;
    this.#milestones = milestones;
    this.#onBroken = onBroken;
    for (const lot of lots) this.byLot.set(lot, new RoomRecord(lot, pace));
  }

  room(lot: string): RoomRecord {
    const room = this.byLot.get(lot);
    if (room === undefined) throw new Error(`there is no room of ${lot}`);
    return room;
  }

  /** A sayId that nobody has used. */
  newSayId(): number {
    return ++this.#lastSayId;
  }

  /** Somebody's page sends a message. */
  sent(sent: Sent): void {
    this.#sent.set(sent.sayId, sent);
  }

  /** The journal has one more event. */
  committed(lot: string, event: ChatEvent): void {
    const room = this.room(lot);
    const before = room.now;
    const after = room.after(event);
    const seen = { event, before, after, room, sent: this.#sent, pace: this.#pace };
    this.#hold(eventInvariants, seen, `${lot} ${event.type}`);
    room.add(event, after);
    this.#milestones.reach(`room: ${event.type}`);
    if (event.type === 'said' && event.masks.length > 0) this.#milestones.reach('room: said with masks');
    if (event.type === 'said' && before.accounts.has(this.#sent.get(event.sayId)?.by ?? 0)) {
      this.#milestones.reach('room: said as the account that a guest has become');
    }
  }

  /** A room is about to decide a command, beside all that is on its shard. */
  deciding(cells: ReadonlyMap<string, Cell>): void {
    this.#hold(givingWayInvariants, { cells }, 'a room');
  }

  /** A lot is about to decide something, beside all that is on its shard. */
  decidingBid(cells: ReadonlyMap<string, Cell>): void {
    for (const { behaviour, mailbox } of cells.values()) {
      if (behaviour.givesWay && mailbox?.mayHaveNext(Number.POSITIVE_INFINITY)) {
        return this.#milestones.reach('a message gives way to a bid');
      }
    }
  }

  /** A room's answer has come to a gateway. */
  answered(answer: SayAnswer): void {
    const { lot, say, code, position } = answer;
    const room = this.room(lot);
    this.#hold(sayAnswerInvariants, { answer, room }, `${lot} ${say.by}:${say.sayId}`);
    this.#milestones.reach(`message answered: ${code}`);
    const isTaken = code === 'accepted' || code === 'held';
    if (isTaken && position < room.events.length) this.#milestones.reach('an older message confirmed again');
  }

  /** A gateway tells events, or gives a picture. */
  told(lot: string, events: readonly PublicChatEvent[]): void {
    this.#hold(toldRoomInvariants, { events, room: this.room(lot) }, lot);
  }

  pictured(lot: string, seq: number, picture: ChatRoom): void {
    this.#hold(roomPictureInvariants, { seq, picture, room: this.room(lot) }, lot);
  }

  /** All is at rest: what somebody's page shows of a room. */
  seen(lot: string, person: number, shown: ChatRoom): void {
    this.#hold(seenRoomInvariants, { shown, room: this.room(lot) }, `${person} at ${lot}`);
  }

  /** All is at rest. */
  rested(): void {
    for (const [lot, room] of this.byLot) this.#hold(restingRoomInvariants, { room }, lot);
  }

  #hold<Seen>(invariants: readonly Invariant<Seen>[], seen: Seen, about: string): void {
    const broken = brokenOf(invariants, seen, about);
    if (broken !== null) this.#onBroken(broken);
  }
}

export const isSay = (command: unknown): command is SayCommand =>
  (command as { readonly type?: unknown }).type === 'say';
