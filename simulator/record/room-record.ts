import chat from '../../engine/chat/behaviour.ts';
import type { ChatEvent } from '../../schema/chat/events.ts';
import type { ChatMessage, ChatRoom } from '../../schema/chat/public.ts';
import type { Gone } from '../../schema/chat/questions.ts';
import { noRoom, type Pace, type RoomFacts, roomAfter, whoIs } from '../reference/room-facts.ts';
import type { ActorRecord } from './actor-record.ts';

/** Where a message stands in a room's journal. */
export interface Said {
  readonly seq: number;
  readonly isHeld: boolean;
}

/** A chat room as the database has it: every committed event, and how things stood after each. */
export class RoomRecord implements ActorRecord {
  readonly lot: string;
  readonly events: ChatEvent[] = [];
  /** `facts[n]`: how things stood after n events. */
  readonly facts: RoomFacts[] = [noRoom];
  /** What everyone is told, by position, from 1 on, as JSON text. */
  readonly told: string[] = [''];
  /** Messages by sayId: nobody in a run chooses one that somebody else has. */
  readonly said = new Map<number, Said>();
  /** Numbers of messages that are gone by now, and why. */
  readonly gone = new Map<number, NonNullable<ChatMessage['gone']>>();
  readonly awaits = false;
  shown: { readonly status: string; readonly awaits: boolean } | null = null;
  readonly #pace: Pace;
  #replayed = chat.initial();
  #frozenText: string | null = null;
  /** A state that is led along the journal when older pictures are asked for. */
  #older = chat.initial();
  #olderAt = 0;

  constructor(lot: string, pace: Pace) {
    this.lot = lot;
    this.#pace = pace;
  }

  get now(): RoomFacts {
    return this.facts.at(-1) as RoomFacts;
  }

  get status(): string {
    return this.now.sellerId === null ? 'none' : 'open';
  }

  /** How things stand after one more event. */
  after(event: ChatEvent): RoomFacts {
    return roomAfter(this.now, event, this.#pace);
  }

  /** Takes a committed event in, with how things stand after it. */
  add(event: ChatEvent, after: RoomFacts): void {
    this.events.push(event);
    this.facts.push(after);
    this.#replayed = chat.evolve(this.#replayed, event);
    this.told.push(chat.publish(this.#replayed, event) as string);
    if (event.type === 'said' || event.type === 'held') {
      this.said.set(event.sayId, { seq: after.position, isHeld: event.type === 'held' });
    }
    this.#takeAway(event);
    this.#frozenText = null;
  }

  /** Number of the last public event, as the rules count them. */
  get position(): number {
    return chat.position(this.#replayed);
  }

  /** The whole state after all events, as replaying them gives it. */
  get frozen(): string {
    this.#frozenText ??= JSON.stringify(chat.freeze(this.#replayed));
    return this.#frozenText;
  }

  /** The public picture of it. */
  get picture(): ChatRoom {
    return chat.snapshot(this.#replayed) as ChatRoom;
  }

  /** What the room says is gone of its journal. */
  get goneAsTold(): Gone {
    return chat.view(this.#replayed, { ask: 'gone', from: 1, to: this.events.length }) as Gone;
  }

  /** The public picture at a position, as JSON text; undefined for one that is not committed. */
  pictureAt(seq: number): string | undefined {
    if (seq > this.events.length) return undefined;
    if (seq < this.#olderAt) {
      this.#older = chat.initial();
      this.#olderAt = 0;
    }
    while (this.#olderAt < seq) {
      this.#older = chat.evolve(this.#older, this.events[this.#olderAt++] as ChatEvent);
    }
    return JSON.stringify(chat.snapshot(this.#older));
  }

  #takeAway(event: ChatEvent): void {
    if (event.type === 'deleted' && this.gone.get(event.of) !== 'forgotten') {
      this.gone.set(event.of, 'deleted');
    }
    if (event.type !== 'cleared' && event.type !== 'forgotten') return;
    for (const [n, one] of this.events.entries()) {
      const isMessage = one.type === 'said' || one.type === 'released';
      if (!isMessage || whoIs(this.now, one.by) !== event.person) continue;
      if (this.gone.get(n + 1) !== 'forgotten') this.gone.set(n + 1, event.type);
    }
  }
}
