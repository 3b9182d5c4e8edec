import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { ChatMine } from '../../../../schema/chat/http.ts';
import type { PublicChatEvent } from '../../../../schema/chat/public.ts';
import type { ReactionKind } from '../../../../schema/chat/settings.ts';
import type { ServerMessage } from '../../../../schema/wire/server.ts';
import { getChatMine, listHeld, listMessages } from '../../api/chat.ts';
import { Refusal } from '../../api/request.ts';
import { link, onMessage, onWelcome } from '../../connection/room.ts';
import type { LotRoom } from '../../lot/lot-room.ts';
import { isComingBack, person } from '../../session/person.ts';
import { type Counts, sumOf, withoutOwn } from '../reactions/reactions.ts';
import { openOwnMessages } from '../speaking/message-desk.ts';
import type { OwnMessages } from '../speaking/own-messages.ts';
import {
  type Asked,
  afterEvents,
  afterPage,
  afterPicture,
  askMissing,
  askOlder,
  type ChatLog,
  type EventsFrame,
  type RoomFrame,
  trimmed,
} from './chat-log.ts';

export type Present = Extract<ServerMessage, { type: 'chatPresent' }>;

/** Everything that the page knows of a lot's chat room while somebody looks at it. */
export interface ChatRoom {
  readonly lotId: string;
  /** Null until it has been entered. */
  readonly log: ReadonlySignal<ChatLog | null>;
  /** What one is in the room; null until that is known. */
  readonly mine: ReadonlySignal<ChatMine | null>;
  /** Whether one is the seller, or a moderator. */
  readonly moderates: ReadonlySignal<boolean>;
  /** Messages that wait for a moderator; told to moderators only. */
  readonly waitingCount: ReadonlySignal<number>;
  readonly own: OwnMessages;
  readonly present: ReadonlySignal<Present | null>;
  readonly isLoadingOlder: ReadonlySignal<boolean>;
  /** Set while somebody reads what was said before: then more of it is kept. */
  readonly isReadingBack: Signal<boolean>;
  react(kind: ReactionKind): void;
  /** Calls back with what others, and one, have reacted. Returns what ends it. */
  onReactions(listener: (counts: Counts) => void): () => void;
  /** Calls back with each event lived through. Returns what ends it. */
  onEvent(listener: (event: PublicChatEvent) => void): () => void;
  loadOlder(): Promise<void>;
  loadMine(): Promise<void>;
  leave(): void;
}

const keptMessages = 500;
const keptForReading = 5_000;
const pageMessages = 100;
const holeMessages = 200;
const againAfterMs = 2_000;
const heldAfterMs = 800;
/** By then a reaction has been told to everybody, or does not count. */
const reactedAfterMs = 1_500;

/** Enters the chat room of a lot, after the lot itself: catches up over gaps and reconnects. */
export function enterChat(lot: LotRoom): ChatRoom {
  const { lotId } = lot;
  const log = signal<ChatLog | null>(null);
  const mine = signal<ChatMine | null>(null);
  const waitingCount = signal(0);
  const present = signal<Present | null>(null);
  const isLoadingOlder = signal(false);
  const isReadingBack = signal(false);
  const isInRoom = signal(false);
  const moderates = computed(() => mine.value?.isSeller === true || mine.value?.isModerator === true);
  const own = openOwnMessages(lotId);
  const reactionListeners = new Set<(counts: Counts) => void>();
  const eventListeners = new Set<(event: PublicChatEvent) => void>();
  /** Newer than what is shown: that follows with the next frame of the screen. */
  let current: ChatLog | null = null;
  let isScheduled = false;
  let hasAsked = false;
  let isFilling = false;
  let hasLeft = false;
  const timers = new Set<ReturnType<typeof setTimeout>>();

  const after = (delayMs: number, call: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      call();
    }, delayMs);
    timers.add(timer);
  };
  const show = () => {
    isScheduled = false;
    const next = current;
    if (hasLeft || next === null) return;
    batch(() => {
      log.value = next;
      own.shown(next.seq);
    });
  };
  const keep = (next: ChatLog) => {
    current = trimmed(next, isReadingBack.peek() ? keptForReading : keptMessages);
    if (isScheduled) return;
    isScheduled = true;
    // A page that nobody sees has no frames; what it shows is put together when it is looked at again.
    requestAnimationFrame(show);
  };

  const enter = () => {
    if (hasAsked) return;
    const since = current === null ? {} : { since: { epoch: current.epoch, seq: current.seq } };
    hasAsked = link.send({ type: 'chatEnter', lot: lotId, ...since });
  };
  const load = async <Answer>(ask: Promise<Answer>, take: (answer: Answer) => void): Promise<boolean> => {
    try {
      const answer = await ask;
      if (!hasLeft) take(answer);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  };
  const loadPage = (asked: Asked, limit: number) =>
    load(listMessages(lotId, asked, limit), (page) => {
      if (current !== null) keep(afterPage(current, asked, page));
    });
  const fill = async () => {
    if (isFilling) return;
    isFilling = true;
    for (
      let asked = current && askMissing(current);
      asked && !hasLeft;
      asked = current && askMissing(current)
    ) {
      if (await loadPage(asked, holeMessages)) continue;
      after(againAfterMs, () => void fill());
      break;
    }
    isFilling = false;
  };
  const loadMine = async () => {
    const of = person.peek()?.id;
    if (of === undefined) mine.value = null;
    else {
      await load(getChatMine(lotId), (answer) => {
        if (person.peek()?.id === of) mine.value = answer;
      });
    }
  };
  let isCounting = false;
  const countWaiting = () => {
    if (!moderates.peek() || isCounting) return;
    isCounting = true;
    after(heldAfterMs, () => {
      isCounting = false;
      void load(listHeld(lotId), ({ messages }) => {
        waitingCount.value = messages.length;
      });
    });
  };

  /** Shown when they were pressed, and so not again when they are told. */
  let reacted: Counts = {};
  const tellReactions = (counts: Counts) => {
    for (const listener of reactionListeners) listener(counts);
  };
  const takeReactions = (counts: Counts) => {
    tellReactions(withoutOwn(counts, reacted));
    reacted = withoutOwn(reacted, counts);
  };

  const tell = (event: PublicChatEvent) => {
    const me = person.peek()?.id;
    if (event.type === 'held' || event.type === 'dropped' || event.type === 'released') countWaiting();
    const isOfMe =
      (event.type === 'muted' || event.type === 'unmuted' || event.type === 'appointed') &&
      event.person === me;
    if (isOfMe) void loadMine();
    for (const listener of eventListeners) listener(event);
  };
  const takePicture = (frame: RoomFrame) => {
    keep(afterPicture(current, frame));
    isInRoom.value = true;
    void fill();
  };
  const takeEvents = (frame: EventsFrame) => {
    const before = current?.seq ?? 0;
    const next = current && afterEvents(current, frame);
    if (next === null) {
      // Some are missing: asked for once, with what is known.
      if (isInRoom.peek()) hasAsked = false;
      isInRoom.value = false;
      enter();
      return;
    }
    isInRoom.value = true;
    keep(next);
    for (const event of frame.events) if (event.seq > before) tell(event);
  };
  const take = (message: ServerMessage) => {
    own.take(message);
    if ('lot' in message && message.lot === lotId) {
      if (message.type === 'snapshot' || message.type === 'events') enter();
      if (message.type === 'chatRoom') takePicture(message);
      if (message.type === 'chatEvents') takeEvents(message);
      if (message.type === 'chatPresent') present.value = message;
      if (message.type === 'chatReactions') takeReactions(message.counts);
    }
    if (message.type === 'error' && message.about?.type === 'chatEnter' && message.about.lot === lotId) {
      hasAsked = false;
      // Without the lot there is no room; with its next word it is tried again.
      if (message.code !== 'not_found') after(againAfterMs, enter);
    }
  };

  const endings = [
    onMessage(take),
    onWelcome(() => {
      hasAsked = false;
      isInRoom.value = false;
    }),
    effect(() => {
      // As nobody's a message would be refused; it goes out when the connection knows whose it is.
      if (isInRoom.value && !isComingBack.value) own.entered();
      else own.left();
    }),
    effect(() => {
      if (person.value?.id !== undefined && isInRoom.value && !isComingBack.value) void loadMine();
      if (person.value === null) mine.value = null;
    }),
    effect(() => {
      if (moderates.value && isInRoom.value) countWaiting();
    }),
  ];
  if (lot.view.peek() !== null) enter();

  return {
    lotId,
    log,
    mine,
    moderates,
    waitingCount,
    own,
    present,
    isLoadingOlder,
    isReadingBack,
    react: (kind) => {
      if (!link.send({ type: 'chatReact', lot: lotId, kind })) return;
      tellReactions({ [kind]: 1 });
      reacted = sumOf(reacted, { [kind]: 1 });
      after(reactedAfterMs, () => {
        reacted = withoutOwn(reacted, { [kind]: 1 });
      });
    },
    onReactions: (listener) => {
      reactionListeners.add(listener);
      return () => reactionListeners.delete(listener);
    },
    onEvent: (listener) => {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    loadOlder: async () => {
      const asked = current && askOlder(current);
      if (!asked || isLoadingOlder.peek()) return;
      isLoadingOlder.value = true;
      await loadPage(asked, pageMessages).finally(() => {
        isLoadingOlder.value = false;
      });
    },
    loadMine,
    leave: () => {
      hasLeft = true;
      for (const timer of timers) clearTimeout(timer);
      for (const end of endings) end();
      own.left();
      link.send({ type: 'chatLeave', lot: lotId });
    },
  };
}
