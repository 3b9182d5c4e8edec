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
  /** The lot was stopped by a failure; it comes back by itself when an operator has revived it. */
  readonly isHalted: ReadonlySignal<boolean>;
  /** Ends the watching. */
  release(): void;
}

/** Watches a lot until it is released. */
export function watchLot(lotId: string, onEvents: EventsListener, onJump: JumpListener): WatchedLot {
  const view = signal<LotView | null>(null);
  const viewers = signal(0);
  const isMissing = signal(false);
  const isHalted = signal(false);
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
    // Video may be missing without its lot.
    if (message.type === 'error' && message.about?.lot === lotId && message.about.type === 'subscribe') {
      if (message.code === 'not_found') isMissing.value = true;
      else if (message.code === 'halted') isHalted.value = true;
      else return;
      markSynced(lotId, true);
    }
    if ((message.type !== 'snapshot' && message.type !== 'events') || message.lot !== lotId) return;
    const received = receive(view.value, message);
    if (received.kind === 'gap') {
      if (!catchesUp) subscribe();
      return;
    }
    catchesUp = false;
    isHalted.value = false;
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
    isHalted,
    release: () => {
      for (const end of endings) end();
      markSynced(lotId, true);
      link.send({ type: 'unsubscribe', lot: lotId });
    },
  };
}
