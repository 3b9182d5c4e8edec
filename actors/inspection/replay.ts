import { behaviourOf } from './behaviours.ts';
import { type InspectionParts, journalOf } from './parts.ts';
import { InspectionError, type ReplayAnswer } from './protocol.ts';
import { rebuild } from './rebuild.ts';
import { lastSeqOf } from './stored.ts';
import { unknownActor } from './unknown-actor.ts';

/** An actor as it was right after its event `to`; before the first one when that is 0. */
export async function replay(
  parts: InspectionParts,
  actor: string,
  to: number,
  signal: AbortSignal,
): Promise<ReplayAnswer> {
  const { behaviours } = parts;
  const db = journalOf(parts);
  const behaviour = behaviourOf(behaviours, actor);
  const lastSeq = behaviour === undefined ? 0 : await lastSeqOf(db, actor);
  if (behaviour === undefined || lastSeq === 0) throw unknownActor(behaviours, actor, db);
  if (to > lastSeq) {
    throw new InspectionError(
      'no_such_seq',
      `The newest event of ${actor} is ${lastSeq}; there is no ${to} yet.`,
    );
  }
  const { last, state } = await rebuild(db, behaviour, actor, to, signal);
  return {
    actor,
    seq: to,
    lastSeq,
    event: last,
    status: behaviour.status(state),
    deadline: behaviour.deadline(state),
    state: behaviour.freeze(state),
  };
}
