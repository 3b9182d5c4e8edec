import { grouped, megabytes, perSecond } from '../format/number.ts';
import { left, right, table } from '../format/table.ts';
import { localTime, relativeTime } from '../format/time.ts';
import type { ActorSample, ShardSample, TopSample } from './sample.ts';

const shardColumns = [
  right('SHARD'),
  right('DECIDED/S'),
  right('COMMITS/S'),
  right('BATCH'),
  right('COMMIT P50'),
  right('P99'),
  right('WAITING'),
  right('ACTORS'),
  right('LATE P99'),
  right('MAX'),
  right('HEAP'),
  left('STATE'),
];

const actorColumns = [
  left('ACTOR'),
  right('COMMANDS/S'),
  right('MAILBOX'),
  right('SEQ'),
  left('STATUS'),
  left('DEADLINE'),
];

/** A sample as lines for a terminal, at most `mostActors` of the hottest actors. */
export function topLines({ at, shards, hottest }: TopSample, mostActors: number): string[] {
  const views = shards.flatMap(({ view }) => view ?? []);
  const actors = views.reduce((sum, view) => sum + view.actors, 0);
  const waiting = views.reduce((sum, view) => sum + view.waitingCommands, 0);
  const busy = hottest.filter(({ commandsPerSecond }) => commandsPerSecond !== 0).slice(0, mostActors);
  return [
    `${localTime(at)}  shards ${shards.length}  actors ${grouped(actors)}  waiting ${grouped(waiting)}`,
    '',
    ...table(shardColumns, shards.map(shardRow)),
    '',
    ...table(
      actorColumns,
      busy.map((actor) => actorRow(actor, at)),
    ),
  ];
}

function shardRow({ shard, view, decidedPerSecond, commitsPerSecond }: ShardSample): string[] {
  if (view === null) return [String(shard), ...Array<string>(10).fill('-'), 'being replaced'];
  const { measures } = view;
  return [
    String(shard),
    perSecond(decidedPerSecond),
    perSecond(commitsPerSecond),
    grouped(measures.batchEventsP50),
    `${measures.commitP50Ms} ms`,
    `${measures.commitP99Ms} ms`,
    grouped(view.waitingCommands),
    grouped(view.actors),
    `${measures.latenessP99Ms} ms`,
    `${measures.latenessMaxMs} ms`,
    megabytes(view.heapBytes),
    view.down ? 'journal down' : 'up',
  ];
}

function actorRow(actor: ActorSample, at: number): string[] {
  return [
    actor.actor,
    perSecond(actor.commandsPerSecond),
    grouped(actor.mailbox),
    grouped(actor.seq),
    actor.status ?? actor.condition,
    actor.deadline === null ? '-' : relativeTime(actor.deadline, at),
  ];
}
