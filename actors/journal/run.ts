import type { StoredEvent } from './journal.ts';

/** Some consecutive events of one actor, as a row of the journal keeps them. */
export interface Run {
  /** Sequence number of the first. */
  readonly seq: number;
  readonly epoch: number;
  /** JSON objects with commas between. */
  readonly data: string;
}

/** The events of a run, one by one. */
export function eventsOf({ seq, epoch, data }: Run): StoredEvent[] {
  const events = JSON.parse(`[${data}]`) as StoredEvent['event'][];
  return events.map((event, n) => ({ seq: seq + n, epoch, event }));
}
