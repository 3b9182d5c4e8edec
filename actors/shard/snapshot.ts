import type { Snapshot } from '../lane/messages.ts';
import type { Cell } from './cell.ts';

/** The public picture of a rebuilt actor. */
export function snapshotOf({ behaviour, state, seq }: Cell): Snapshot {
  return { exists: seq > 0, position: behaviour.position(state), state: behaviour.snapshot(state) };
}
