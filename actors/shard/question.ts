import type { Cell } from './cell.ts';
import { placeOf, snapshotOf } from './snapshot.ts';

/**
 * The answer to a question from the actor's state as it is now; null from one that can't answer. A question that
 * its view throws at changes nothing, so it stops nobody: neither the actor nor the batch it is answered with.
 */
export function answerTo(cell: Cell, question: unknown): unknown {
  if (cell.status !== 'ready') return null;
  const asked = (question as { ask?: unknown } | null)?.ask;
  try {
    if (asked === 'snapshot') return snapshotOf(cell);
    if (asked === 'place') return placeOf(cell);
    return cell.behaviour.view(cell.state, question);
  } catch {
    return null;
  }
}
