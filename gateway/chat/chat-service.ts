import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import type { Lanes } from '../../actors/lane/lanes.ts';
import type { Config } from '../../schema/config.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';
import { ChatRetention, type RetentionParts } from './history/retention.ts';
import { type RoomsAtHand, roomsAtHand } from './rooms-at-hand.ts';
import { ChatDesk } from './speaking/chat-desk.ts';
import { Speakers } from './speaking/speakers.ts';
import { RoomWordsInStep, type RoomWordsParts } from './speaking/words-in-step.ts';
import type { WordGuard } from './words/word-guard.ts';

export interface ChatServiceParts extends Omit<RetentionParts, 'keepMs'> {
  readonly db: Kysely<Tables>;
  readonly lanes: Lanes;
  readonly redis: Redis | null;
  readonly epoch: string;
  readonly config: Pick<Config, 'chatGuests' | 'chatBurst' | 'chatRefillMs' | 'chatRetentionDays'>;
  readonly guard: Pick<WordGuard, 'check' | 'setRoom' | 'dropRoom'>;
  readonly follow: RoomWordsParts['follow'];
}

/** What there is one of in a service for all chat rooms, beside the rooms themselves. */
export interface ChatService extends RoomsAtHand {
  /** Where everything that people say comes by. */
  readonly desk: ChatDesk;
  /** Events of a room have come in, as JSON texts with commas between them; null: some may have been missed. */
  heard(lot: string, news: string | null): void;
  /** What was known of this person as a speaker does not hold any more. */
  forget(person: number): void;
  /** Deletes what is old from now on. */
  start(): void;
  stop(): Promise<void>;
}

const dayMs = 24 * 3_600_000;

/** Puts the parts of it together. */
export function openChatService({ lanes, guard, config, ...parts }: ChatServiceParts): ChatService {
  const { db, redis, now } = parts;
  const atHand = roomsAtHand({ ...parts, actors: lanes, guestsSpeak: config.chatGuests });
  const words = new RoomWordsInStep({ actors: lanes, guard, now, follow: parts.follow });
  const tidying = setInterval(() => words.tidy(), limits.roomWordsTidyMs);
  const speakers = new Speakers(db, now);
  const { chatBurst: burst, chatRefillMs: refillMs } = config;
  const retention = new ChatRetention({ ...parts, keepMs: config.chatRetentionDays * dayMs });
  return {
    ...atHand,
    desk: new ChatDesk({ lanes, speakers, guard, words, burst, refillMs }),
    heard(lot, news) {
      words.heard(lot, news);
      // Without Redis the rooms themselves keep them.
      if (redis !== null && news !== null) atHand.recent.told(lot, JSON.parse(`[${news}]`));
    },
    forget: (person) => speakers.forget(person),
    start: () => retention.start(),
    async stop() {
      clearInterval(tidying);
      await retention.stop();
    },
  };
}
