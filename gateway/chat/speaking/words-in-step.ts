import type { ActorClient } from '../../../actors/client.ts';
import type { RoomWords } from '../../../schema/chat/settings.ts';
import { chatActor } from '../../../schema/ids.ts';
import type { WordGuard } from '../words/word-guard.ts';

export interface RoomWordsParts {
  readonly actors: ActorClient;
  readonly guard: Pick<WordGuard, 'setRoom' | 'dropRoom'>;
  readonly now: () => number;
  /** Has the room followed here, whoever is in it, so that its news are heard; gives it back. */
  readonly follow: (lot: string) => () => void;
}

interface SpokenIn {
  words: Promise<void>;
  usedAt: number;
  readonly unfollow: () => void;
}

/** Stands in the event that says so, and nowhere else: quotes in words are escaped. */
const wordsSet = '"type":"wordsSet"';
/** A room in which nobody has spoken for this long is looked at anew when somebody does. */
const idleMs = 10 * 60_000;

/** Keeps the word guard in step with the words that rooms block, of all rooms that are spoken in. */
export class RoomWordsInStep {
  readonly #parts: RoomWordsParts;
  readonly #rooms = new Map<string, SpokenIn>();

  constructor(parts: RoomWordsParts) {
    this.#parts = parts;
  }

  /** Resolves when the guard knows the words of this room; rejects when they can't be told now. */
  ready(lot: string): Promise<void> {
    const known = this.#rooms.get(lot);
    if (known !== undefined) {
      known.usedAt = this.#parts.now();
      return known.words;
    }
    // First, so that no change is missed between the question and the news.
    const unfollow = this.#parts.follow(lot);
    const room = { words: this.#learn(lot), usedAt: this.#parts.now(), unfollow };
    this.#rooms.set(lot, room);
    return room.words;
  }

  /** Takes in events of a room; null: some may have been missed. */
  heard(lot: string, news: string | null): void {
    const room = this.#rooms.get(lot);
    if (room === undefined || (news !== null && !news.includes(wordsSet))) return;
    // Messages that come meanwhile wait for the new ones.
    room.words = room.words.then(() => this.#learn(lot));
    room.words.catch(() => {});
  }

  /** Forgets the rooms in which nobody speaks any more. */
  tidy(): void {
    const { now, guard } = this.#parts;
    for (const [lot, { usedAt, unfollow }] of this.#rooms) {
      if (now() - usedAt < idleMs) continue;
      this.#rooms.delete(lot);
      unfollow();
      guard.dropRoom(lot);
    }
  }

  #learn(lot: string): Promise<void> {
    const learning = this.#load(lot);
    learning.catch(() => this.#forget(lot));
    return learning;
  }

  async #load(lot: string): Promise<void> {
    const words = (await this.#parts.actors.ask(chatActor(lot), { ask: 'words' })) as RoomWords | null;
    if (words === null) throw new Error('the room can not tell its words now');
    await this.#parts.guard.setRoom(lot, words);
  }

  /** Asked again with the next message. */
  #forget(lot: string): void {
    const room = this.#rooms.get(lot);
    this.#rooms.delete(lot);
    room?.unfollow();
  }
}
