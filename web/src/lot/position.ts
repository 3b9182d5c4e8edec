import type { AuctionState, PublicEvent } from '../../../schema/auction/public.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';

/** A lot's public state and the place in its history up to which it is right. */
export interface LotView {
  readonly epoch: string;
  readonly seq: number;
  readonly state: AuctionState;
}

/** Messages that carry a lot's state. */
export type StateMessage = Extract<ServerMessage, { type: 'snapshot' | 'events' }>;

/** What a message did to the view: it fits, or something between is missing and must be asked for. */
export type Received =
  | { readonly kind: 'snapshot'; readonly view: LotView }
  | { readonly kind: 'events'; readonly view: LotView; readonly events: readonly PublicEvent[] }
  | { readonly kind: 'gap' };

/** Moves the view on by a message. Events seen before are passed over; a gap changes nothing. */
export function receive(view: LotView | null, message: StateMessage): Received {
  if (message.type === 'snapshot') {
    return { kind: 'snapshot', view: { epoch: message.epoch, seq: message.seq, state: message.state } };
  }
  if (view === null || view.epoch !== message.epoch) return { kind: 'gap' };
  const events = message.events.filter((event) => event.seq > view.seq);
  let { seq, state } = view;
  for (const event of events) {
    if (event.seq !== seq + 1) return { kind: 'gap' };
    seq = event.seq;
    state = { ...state, ...event.set } as AuctionState;
  }
  return { kind: 'events', view: { epoch: view.epoch, seq, state }, events };
}
