import { type ReadonlySignal, signal } from '@preact/signals';
import type { PublicEvent } from '../../../schema/auction/public.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import { link, markSynced, onMessage, onWelcome } from '../connection/room.ts';
import { type LotView, receive } from './position.ts';

/** Called with the events that just happened, in order. */
export type EventsListener = (events: readonly PublicEvent[]) => void;
/** Called after a jump to a snapshot, with what was known before it. */
export type JumpListener = (before: LotView | null, after: LotView) => void;

/** A lot kept current over the connection, across gaps and reconnects. */
export interface WatchedLot {
  readonly view: ReadonlySignal<LotView | null>;
  readonly viewers: ReadonlySignal<number>;
  /** The server knows no such lot. */
  readonly isMissing: ReadonlySignal<boolean>;
  /** Ends the watching. */
  release(): void;
}

/** Watches a lot until it is released. */
export function watchLot(lotId: string, onEvents: EventsListener, onJump: JumpListener): WatchedLot {
  const view = signal<LotView | null>(null);
  const viewers = signal(0);
  const isMissing = signal(false);
  let catchesUp = false;

  const subscribe = () => {
    const known = view.value;
    catchesUp = link.send({
      type: 'subscribe',
      lot: lotId,
      ...(known === null ? {} : { since: { epoch: known.epoch, seq: known.seq } }),
    });
    markSynced(lotId, false);
  };

  const take = (message: ServerMessage) => {
    if (message.type === 'viewers' && message.lot === lotId) viewers.value = message.count;
    if (message.type === 'error' && message.about?.lot === lotId && message.code === 'not_found') {
      // Video may be missing without its lot.
      if (message.about.type !== 'subscribe') return;
      isMissing.value = true;
      markSynced(lotId, true);
    }
    if ((message.type !== 'snapshot' && message.type !== 'events') || message.lot !== lotId) return;
    const received = receive(view.value, message);
    if (received.kind === 'gap') {
      if (!catchesUp) subscribe();
      return;
    }
    catchesUp = false;
    markSynced(lotId, true);
    if (message.type === 'snapshot') viewers.value = message.viewers;
    const before = view.peek();
    view.value = received.view;
    if (received.kind === 'events') onEvents(received.events);
    else onJump(before, received.view);
  };

  const endings = [onWelcome(subscribe), onMessage(take)];
  subscribe();
  return {
    view,
    viewers,
    isMissing,
    release: () => {
      for (const end of endings) end();
      markSynced(lotId, true);
      link.send({ type: 'unsubscribe', lot: lotId });
    },
  };
}
