import { behaviourOf } from './behaviours.ts';
import { type InspectionParts, inMemory } from './parts.ts';
import { InspectionError, type ShowAnswer } from './protocol.ts';
import { rebuild } from './rebuild.ts';
import { askShardOf } from './shards.ts';
import { lastSeqOf } from './stored.ts';
import { unknownActor } from './unknown-actor.ts';

/** An actor as its shard has it; a state that is not in memory there is rebuilt from the journal. */
export async function show(
  { lanes, behaviours, db }: InspectionParts,
  actor: string,
  signal: AbortSignal,
): Promise<ShowAnswer> {
  const detail = await askShardOf(lanes, 'actor', actor);
  if (detail?.condition === 'ready') {
    const { snapshot: _, ...live } = detail;
    return { ...live, source: 'memory', problem: null };
  }
  const behaviour = behaviourOf(behaviours, actor);
  const lastSeq = behaviour === undefined || db === null ? 0 : await lastSeqOf(db, actor);
  if (behaviour === undefined || (lastSeq === 0 && detail === null))
    throw unknownActor(behaviours, actor, db);

  const known: ShowAnswer = {
    actor,
    condition: detail?.condition ?? 'stored',
    status: null,
    seq: lastSeq || (detail?.seq ?? 0),
    mailbox: detail?.mailbox ?? 0,
    watched: detail?.watched ?? false,
    decided: detail?.decided ?? 0,
    deadline: detail?.deadline ?? null,
    haltedBy: detail?.haltedBy ?? null,
    source: null,
    problem: null,
    lastEvent: null,
    state: null,
  };
  if (db === null) return { ...known, problem: inMemory };
  try {
    const { last, state } = await rebuild(db, behaviour, actor, lastSeq, signal);
    return {
      ...known,
      status: behaviour.status(state),
      deadline: behaviour.deadline(state),
      source: 'journal',
      lastEvent: last?.event ?? null,
      state: behaviour.freeze(state),
    };
  } catch (error) {
    if (error instanceof InspectionError) return { ...known, problem: error.message };
    throw error;
  }
}
