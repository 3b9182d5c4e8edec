import type { ActorsAnswer, DeadAnswer, ReplayAnswer, ReviveAnswer, ShowAnswer } from '../protocol.ts';
import { eventLine } from './format/event.ts';
import { field } from './format/field.ts';
import { grouped } from './format/number.ts';
import { left, right, table } from './format/table.ts';
import { localTime, relativeTime } from './format/time.ts';
import { tree } from './format/tree.ts';

const more = 'There are more: see them with --limit.';

/** Actors in memory as a table. */
export function actorLines({ actors, hasMore }: ActorsAnswer, nowMs: number): string[] {
  if (actors.length === 0) return ['No such actor is in memory.'];
  const columns = [
    left('ACTOR'),
    left('CONDITION'),
    left('STATUS'),
    right('SEQ'),
    right('MAILBOX'),
    right('DECIDED'),
    left('WATCHED'),
    left('DEADLINE'),
  ];
  const rows = actors.map((actor) => [
    actor.actor,
    actor.condition,
    actor.status ?? '-',
    grouped(actor.seq),
    grouped(actor.mailbox),
    grouped(actor.decided),
    actor.watched ? 'yes' : 'no',
    actor.deadline === null ? '-' : relativeTime(actor.deadline, nowMs),
  ]);
  return [...table(columns, rows), ...(hasMore ? [more] : [])];
}

/** One actor with its state. */
export function shownLines(shown: ShowAnswer, nowMs: number): string[] {
  const { actor, state, lastEvent, haltedBy, problem, source, ...facts } = shown;
  const lines = [actor, ...tree({ ...facts, source: source ?? 'none' }, nowMs)];
  if (lastEvent !== null) lines.push('last event', ...tree(lastEvent, nowMs));
  if (haltedBy !== null) lines.push('halted by', ...indented(haltedBy));
  if (problem !== null) lines.push('no state', ...indented(problem));
  else lines.push('state', ...tree(state, nowMs));
  return lines;
}

/** An actor as it was. */
export function replayedLines(replayed: ReplayAnswer, nowMs: number): string[] {
  const { actor, seq, lastSeq, event, status, deadline, state } = replayed;
  return [
    `${actor} after event ${grouped(seq)} of ${grouped(lastSeq)}`,
    ...tree({ status, deadline }, nowMs),
    ...(event === null ? [] : ['event', `  ${eventLine(event)}`]),
    'state',
    ...tree(state, nowMs),
  ];
}

/** Commands that could not be decided, as a table. */
export function deadLines({ dead, hasMore }: DeadAnswer): string[] {
  if (dead.length === 0) return ['There are no dead commands.'];
  const columns = [right('ID'), left('AT'), left('ACTOR'), right('SEQ'), left('COMMAND'), left('ERROR')];
  const rows = dead.map(({ id, at, actor, seq, command, error }) => [
    String(id),
    localTime(at),
    actor,
    grouped(seq),
    typeOf(command),
    error.split('\n', 1)[0] ?? '',
  ]);
  return [...table(columns, rows), ...(hasMore ? [more] : [])];
}

/** What came of reviving an actor. */
export function revivedLines({ actor, condition, seq, haltedBy }: ReviveAnswer): string[] {
  const lines = [`${actor} is ${condition} at event ${field('seq', seq, 0)}.`];
  return haltedBy === null ? lines : [...lines, ...indented(haltedBy)];
}

function typeOf(command: unknown): string {
  const type = (command as { type?: unknown } | null)?.type;
  return typeof type === 'string' ? type : JSON.stringify(command).slice(0, 40);
}

const indented = (text: string) => text.split('\n').map((line) => `  ${line}`);
