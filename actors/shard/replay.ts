import type { Behaviour, EventBase } from '../../schema/behaviour.ts';
import type { Loaded, StoredEvent } from '../journal/journal.ts';

export interface Replayed {
  readonly state: unknown;
  readonly seq: number;
  /** Null if there was none after the checkpoint. */
  readonly lastEvent: EventBase | null;
}

/** An actor as it was after what the journal has of it, and after `more`. Throws if that makes no sense. */
export function replay(
  behaviour: Behaviour,
  stored: Loaded | undefined,
  more: readonly StoredEvent[] = [],
): Replayed {
  const checkpoint = stored?.checkpoint ?? null;
  let state = checkpoint === null ? behaviour.initial() : behaviour.thaw(checkpoint.state);
  let last = checkpoint?.seq ?? 0;
  let lastEvent: EventBase | null = null;
  for (const events of [stored?.events ?? [], more]) {
    for (const { seq, event } of events) {
      if (seq !== last + 1) throw new Error(`event ${seq} follows ${last} in the journal`);
      state = behaviour.evolve(state, event);
      last = seq;
      lastEvent = event;
    }
  }
  return { state, seq: last, lastEvent };
}
