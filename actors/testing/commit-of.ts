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

/** A commit as a journal takes it, in columns, from rows that are easier to read. All is of the first slot; neighbours of one actor are one run. */
export function commitOf(epochs: SlotEpochs, rows: readonly Entry[], extras: Extras = {}): Commit {
  const [[slot, epoch]] = [...epochs] as [[number, number]];
  const { heads = [], checkpoints = [] } = extras;
  const runs: Commit['runs'] = { actors: [], seqs: [], epochs: [], datas: [] };
  for (const [n, { actor, seq, event = { type: 'added', at: 0 } }] of rows.entries()) {
    const text = JSON.stringify(event);
    const before = rows[n - 1];
    if (before?.actor === actor && before.seq + 1 === seq) {
      runs.datas.push(`${runs.datas.pop()},${text}`);
      continue;
    }
    runs.actors.push(actor);
    runs.seqs.push(seq);
    runs.epochs.push(epoch);
    runs.datas.push(text);
  }
  return {
    epochs,
    runs,
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
