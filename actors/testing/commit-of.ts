import type { EventBase } from '../../schema/behaviour.ts';
import type { Commit, SlotEpochs } from '../journal/journal.ts';

export interface Entry {
  readonly actor: string;
  readonly seq: number;
  readonly event?: EventBase;
}

interface Extras {
  readonly heads?: readonly {
    readonly actor: string;
    readonly seq: number;
    readonly deadline: number | null;
    readonly slot?: number;
  }[];
  readonly checkpoints?: readonly { readonly actor: string; readonly seq: number; readonly state: unknown }[];
}

/** A commit as a journal takes it, in columns, from rows that are easier to read. All is of the first slot. */
export function commitOf(epochs: SlotEpochs, rows: readonly Entry[], extras: Extras = {}): Commit {
  const [[slot, epoch]] = [...epochs] as [[number, number]];
  const { heads = [], checkpoints = [] } = extras;
  const events = rows.map(({ event = { type: 'added', at: 0 } }) => event);
  return {
    epochs,
    events: {
      actors: rows.map((row) => row.actor),
      seqs: rows.map((row) => row.seq),
      epochs: rows.map(() => epoch),
      types: events.map((event) => event.type),
      ats: events.map((event) => event.at),
      datas: events.map((event) => JSON.stringify(event)),
    },
    heads: {
      actors: heads.map((head) => head.actor),
      slots: heads.map((head) => head.slot ?? slot),
      seqs: heads.map((head) => head.seq),
      statuses: heads.map(() => 'open'),
      deadlines: heads.map((head) => head.deadline),
      summaries: heads.map((head) => JSON.stringify({ seq: head.seq })),
    },
    checkpoints: {
      actors: checkpoints.map((checkpoint) => checkpoint.actor),
      seqs: checkpoints.map((checkpoint) => checkpoint.seq),
      states: checkpoints.map((checkpoint) => JSON.stringify(checkpoint.state)),
    },
  };
}
