import auction from '../../engine/auction/behaviour.ts';
import type { PublicEvent } from '../../schema/auction/public.ts';
import type { LotRecord } from '../record/lot-record.ts';
import type { Invariant } from './invariant.ts';

/** Events that a gateway tells. */
export interface ToldEvents {
  readonly events: readonly PublicEvent[];
  readonly lot: LotRecord;
}

export const toldInvariants: readonly Invariant<ToldEvents>[] = [
  {
    sentence: 'whatever is told is committed, and told as it was',
    check: ({ events, lot }) => {
      for (const [n, event] of events.entries()) {
        const stored = lot.told[event.seq] ?? '';
        const text = JSON.stringify(event);
        const next = n + 1 < events.length ? lot.told[event.seq + 1] : undefined;
        const isAbridged = next !== undefined && text === auction.abridge(stored, next);
        if (text !== stored && !isAbridged) return `${text} told, ${stored} stored`;
      }
      return null;
    },
  },
];

/** A first or a new picture that a gateway gives. */
export interface GivenPicture {
  readonly seq: number;
  readonly state: unknown;
  readonly lot: LotRecord;
}

export const pictureInvariants: readonly Invariant<GivenPicture>[] = [
  {
    sentence: 'a picture is the committed state at its position',
    check: ({ seq, state, lot }) => {
      const text = JSON.stringify(state);
      return text === lot.pictures[seq] ? null : `${text} told at ${seq}, ${lot.pictures[seq]} stored`;
    },
  },
];

/** Events that reach a client, which has seen all up to a position. */
export interface HeardEvents {
  readonly position: number;
  readonly events: ReadonlyArray<{ readonly seq: number }>;
}

export const heardInvariants: readonly Invariant<HeardEvents>[] = [
  {
    sentence: 'a client sees exactly what it missed: no gap, nothing twice',
    check: ({ position, events }) => {
      for (const [n, { seq }] of events.entries()) {
        if (seq !== position + 1 + n) return `${seq} after ${position + n}`;
      }
      return null;
    },
  },
];
