import type { InspectionParts } from './parts.ts';
import { InspectionError, type ReviveAnswer } from './protocol.ts';
import { askShardOf } from './shards.ts';
import { lastSeqOf } from './stored.ts';
import { unknownActor } from './unknown-actor.ts';

/** Lets an actor that was stopped try again from the journal, and tells what came of it. */
export async function revive(
  { lanes, behaviours, db }: InspectionParts,
  actor: string,
): Promise<ReviveAnswer> {
  if (!(await askShardOf(lanes, 'revive', actor))) {
    const standing = await askShardOf(lanes, 'actor', actor);
    if (standing === null && (db === null || (await lastSeqOf(db, actor)) === 0)) {
      throw unknownActor(behaviours, actor, db);
    }
    const condition = standing?.condition ?? 'not in memory';
    throw new InspectionError(
      'not_halted',
      `${actor} is ${condition}, not halted: there is nothing to revive.`,
    );
  }
  // A question waits until the actor is rebuilt, or is answered at once when that fails.
  await lanes.ask(actor, { ask: 'snapshot' });
  const after = await askShardOf(lanes, 'actor', actor);
  if (after === null) throw new InspectionError('unavailable', `The shard of ${actor} is being replaced.`);
  const { condition, seq, haltedBy } = after;
  return { actor, condition, seq, haltedBy };
}
