import { performance } from 'node:perf_hooks';
import type { InspectQuestion } from '../lane/messages.ts';
import type { Cell } from './cell.ts';
import type { MeasuresView } from './measures.ts';
import type { Shard } from './shard.ts';
import { snapshotOf } from './snapshot.ts';

export interface ShardView {
  readonly actors: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly waitingCommands: number;
  readonly longestMailbox: number;
  readonly deadlines: number;
  readonly down: boolean;
  readonly measures: MeasuresView;
  readonly hottest: readonly ActorView[];
  readonly heapBytes: number;
  /** How long the thread's event loop did something, since it started. */
  readonly busyMs: number;
}

export interface ActorView {
  readonly actor: string;
  /** Of the runtime: cold, loading, ready, halted. */
  readonly condition: string;
  /** Of the actor itself, as lists show it. */
  readonly status: string | null;
  readonly seq: number;
  readonly mailbox: number;
  readonly watched: boolean;
  readonly decided: number;
  readonly deadline: number | null;
}

export interface ActorDetail extends ActorView {
  readonly lastEvent: unknown;
  readonly haltedBy: string | null;
  /** The whole state, hidden maxima included: operators only. */
  readonly state: unknown;
  readonly snapshot: unknown;
}

/** What a shard tells an operator about itself. */
export function inspectShard(
  shard: Shard,
  question: Exclude<InspectQuestion, { inspect: 'revive' }>,
): ShardView | ActorView[] | ActorDetail | null {
  switch (question.inspect) {
    case 'shard':
      return viewShard(shard, question.hottest);
    case 'actors':
      return viewActors(shard, question.prefix, question.limit);
    case 'actor': {
      const cell = shard.cells.get(question.actor);
      return cell ? detail(cell) : null;
    }
  }
}

function viewShard(shard: Shard, hottest: number): ShardView {
  const byStatus: Record<string, number> = {};
  let longestMailbox = 0;
  for (const { status, mailbox } of shard.cells.values()) {
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    if (mailbox !== null && mailbox.size > longestMailbox) longestMailbox = mailbox.size;
  }
  return {
    actors: shard.cells.size,
    byStatus,
    waitingCommands: shard.waitingCommands,
    longestMailbox,
    deadlines: shard.waitingDeadlines,
    down: shard.isDown,
    measures: shard.measures.view(),
    hottest: hottestOf(shard.cells.values(), hottest).map(view),
    heapBytes: process.memoryUsage().heapUsed,
    busyMs: performance.eventLoopUtilization().active,
  };
}

/** The actors with the most decided commands, in one pass: a shard may hold a hundred thousand. */
function hottestOf(cells: Iterable<Cell>, count: number): Cell[] {
  const top: Cell[] = [];
  if (count === 0) return top;
  for (const cell of cells) {
    if (cell.decided === 0) continue;
    const last = top.at(-1);
    if (top.length >= count && last !== undefined && last.decided >= cell.decided) continue;
    const place = top.findIndex((other) => other.decided < cell.decided);
    top.splice(place === -1 ? top.length : place, 0, cell);
    if (top.length > count) top.pop();
  }
  return top;
}

function viewActors(shard: Shard, prefix: string, limit: number): ActorView[] {
  const found: ActorView[] = [];
  for (const cell of shard.cells.values()) {
    if (found.length === limit) break;
    if (cell.actor.startsWith(prefix)) found.push(view(cell));
  }
  return found;
}

function view(cell: Cell): ActorView {
  return {
    actor: cell.actor,
    condition: cell.status,
    status: cell.status === 'ready' ? cell.behaviour.status(cell.state) : null,
    seq: cell.seq,
    mailbox: cell.mailbox?.size ?? 0,
    watched: cell.watchers !== null,
    decided: cell.decided,
    deadline: cell.place >= 0 ? cell.deadline : null,
  };
}

function detail(cell: Cell): ActorDetail {
  const isReady = cell.status === 'ready';
  return {
    ...view(cell),
    lastEvent: cell.lastEvent,
    haltedBy: cell.haltedBy,
    state: isReady ? cell.behaviour.freeze(cell.state) : null,
    snapshot: isReady ? snapshotOf(cell) : null,
  };
}
