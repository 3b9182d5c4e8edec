import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { OwnStanding, PublicEvent } from '../../../schema/auction/public.ts';
import type { BidHistoryItem, Lot } from '../../../schema/http.ts';
import { getLot, getOwnStanding, listBids } from '../api/lots.ts';
import { Refusal } from '../api/request.ts';
import { serverClock } from '../connection/room.ts';
import { person } from '../session/person.ts';
import { ownBids } from './bid-desk.ts';
import { bidOfEvent, joinBids, type Note, noteOfEvent } from './chronicle.ts';
import { type ClockChange, changeOf, changeWhileAway } from './clock-change.ts';
import type { LotView } from './position.ts';
import { type Standing, standingOf } from './standing.ts';
import { watchLot } from './watched-lot.ts';

/** Everything that the page knows of one lot while somebody looks at it. */
export interface LotRoom {
  readonly lotId: string;
  /** The words and rules; null until loaded. */
  readonly lot: ReadonlySignal<Lot | null>;
  readonly view: ReadonlySignal<LotView | null>;
  readonly viewers: ReadonlySignal<number>;
  readonly isMissing: ReadonlySignal<boolean>;
  /** The lot was stopped by a failure. */
  readonly isHalted: ReadonlySignal<boolean>;
  readonly standing: ReadonlySignal<Standing | null>;
  readonly own: ReadonlySignal<OwnStanding | null>;
  readonly bids: ReadonlySignal<readonly BidHistoryItem[]>;
  readonly notes: ReadonlySignal<readonly Note[]>;
  readonly hasEarlierBids: ReadonlySignal<boolean>;
  /** The last fresh change of the clock. */
  readonly clockChange: ReadonlySignal<ClockChange | null>;
  /** Calls back with each event lived through. Returns what ends it. */
  onEvent(listener: (event: PublicEvent) => void): () => void;
  loadEarlierBids(): Promise<void>;
  leave(): void;
}

/** Events after which bids that were told before are told otherwise. */
const rewritesBids: ReadonlySet<PublicEvent['type']> = new Set(['bidUndone', 'bidsVoided', 'peopleMerged']);

/** Enters the room of a lot: watches it and loads what the wire does not carry. */
export function enterLot(lotId: string): LotRoom {
  const lot = signal<Lot | null>(null);
  const own = signal<OwnStanding | null>(null);
  const bids = signal<readonly BidHistoryItem[]>([]);
  const notes = signal<readonly Note[]>([]);
  const earlierCursor = signal<string | null>(null);
  const clockChange = signal<ClockChange | null>(null);
  const notFound = signal(false);
  const listeners = new Set<(event: PublicEvent) => void>();
  let hasLeft = false;

  /** Loads something; an answer after leaving is dropped, a refusal is left to the next occasion. */
  const load = async <Answer>(ask: Promise<Answer>, take: (answer: Answer) => void) => {
    try {
      const answer = await ask;
      if (!hasLeft) take(answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 404 && !hasLeft) notFound.value = true;
    }
  };
  const loadLot = () =>
    load(getLot(lotId), (answer) => {
      lot.value = answer;
    });
  const loadLatestBids = () =>
    load(listBids(lotId, null), (page) => {
      bids.value = joinBids(page.bids, bids.value);
      if (bids.value.length <= page.bids.length) earlierCursor.value = page.next;
    });
  const loadOwn = () => {
    if (!person.peek()) {
      own.value = null;
      return Promise.resolve();
    }
    return load(getOwnStanding(lotId), (answer) => {
      own.value = answer;
    });
  };

  const jump = (before: LotView | null, after: LotView) => {
    // What the events between told must be asked for.
    void loadLatestBids();
    void loadOwn();
    const change = changeWhileAway(before, after, serverClock.nowMs());
    if (change !== null) clockChange.value = change;
  };
  const take = (events: readonly PublicEvent[]) => {
    const newBids = events.map(bidOfEvent).filter((bid) => bid !== null);
    const newNotes = events.map(noteOfEvent).filter((note) => note !== null);
    if (newBids.length > 0) bids.value = joinBids(newBids, bids.value);
    if (newNotes.length > 0) notes.value = [...newNotes.reverse(), ...notes.value];
    // Which bid was taken back is the history's to say.
    if (events.some(({ type }) => rewritesBids.has(type))) void loadLatestBids();
    if (events.some(({ type }) => type === 'peopleMerged')) void loadOwn();
    if (events.some((event) => event.type === 'revised')) void loadLot();
    const change = changeOf(events, serverClock.nowMs());
    if (change !== null) clockChange.value = change;
    for (const event of events) for (const listener of listeners) listener(event);
  };

  const watched = watchLot(lotId, (events) => batch(() => take(events)), jump);
  const personId = computed(() => person.value?.id ?? null);
  const hasBid = computed(
    () => (own.value?.paddle ?? null) !== null || bids.value.some((bid) => bid.by.id === personId.value),
  );

  void loadLot();
  const endings = [
    effect(() => {
      // Who looks decides what may be seen: the own standing, and the rules for the seller.
      if (personId.value !== null) void loadLot();
      void loadOwn();
    }),
    effect(() => {
      const outcome = ownBids.latest.value.get(lotId)?.outcome;
      if (outcome?.kind === 'accepted') void loadOwn();
    }),
  ];

  return {
    lotId,
    lot,
    view: watched.view,
    viewers: watched.viewers,
    isHalted: watched.isHalted,
    isMissing: computed(() => watched.isMissing.value || notFound.value),
    standing: computed(() => {
      const view = watched.view.value;
      return view === null ? null : standingOf(view.state, personId.value, hasBid.value);
    }),
    own,
    bids,
    notes,
    hasEarlierBids: computed(() => earlierCursor.value !== null),
    clockChange,
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    loadEarlierBids: () =>
      load(listBids(lotId, earlierCursor.peek()), (page) => {
        bids.value = joinBids(bids.value, page.bids);
        earlierCursor.value = page.next;
      }),
    leave: () => {
      hasLeft = true;
      watched.release();
      for (const end of endings) end();
    },
  };
}
