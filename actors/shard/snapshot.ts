import type { Place, Snapshot } from '../lane/messages.ts';
import type { Cell } from './cell.ts';

/** How far a rebuilt actor has come. */
export function placeOf({ behaviour, state, seq }: Cell): Place {
  return { seq, position: behaviour.position(state) };
}

/** The public picture of a rebuilt actor. */
export function snapshotOf({ behaviour, state, seq }: Cell): Snapshot {
  return { exists: seq > 0, position: behaviour.position(state), state: behaviour.snapshot(state) };
}
