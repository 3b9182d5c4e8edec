import { type Behaviours, behaviourOf } from './behaviours.ts';
import { type InspectionParts, inMemory } from './parts.ts';
import { InspectionError } from './protocol.ts';

/** Says that there is no such actor, as far as anybody can tell. */
export function unknownActor(
  behaviours: Behaviours,
  actor: string,
  db: InspectionParts['db'],
): InspectionError {
  if (behaviourOf(behaviours, actor) === undefined) {
    const kinds = [...behaviours.keys()].join(', ');
    return new InspectionError('unknown_actor', `There is no actor ${actor}: the kinds are ${kinds}.`);
  }
  const hint = db === null ? ` ${inMemory}` : '';
  return new InspectionError('unknown_actor', `There is no actor ${actor}.${hint}`);
}
