import type { Cell } from './cell.ts';
import { snapshotOf } from './snapshot.ts';

/** The answer to a question from the actor's state as it is now; null from one that can't answer. */
export function answerTo(cell: Cell, question: unknown): unknown {
  if (cell.status !== 'ready') return null;
  const isSnapshot = (question as { ask?: unknown } | null)?.ask === 'snapshot';
  return isSnapshot ? snapshotOf(cell) : cell.behaviour.view(cell.state, question);
}
