import type { Behaviour } from '../../schema/behaviour.ts';
import { Cell } from './cell.ts';

/** The actors that this shard has in memory: made when somebody names them, dropped when nothing needs them. */
export class Cells {
  readonly byActor = new Map<string, Cell>();
  readonly #behaviours: ReadonlyMap<string, Behaviour>;
  readonly #isAwaited: (cell: Cell) => boolean;

  constructor(behaviours: readonly Behaviour[], isAwaited: (cell: Cell) => boolean) {
    this.#behaviours = new Map(behaviours.map((behaviour) => [behaviour.kind, behaviour]));
    this.#isAwaited = isAwaited;
  }

  /** The cell of an actor, made if need be; null for a kind that nobody knows. */
  of(actor: string): Cell | null {
    const known = this.byActor.get(actor);
    if (known) return known;
    const behaviour = this.#behaviours.get(actor.slice(0, actor.indexOf('/')));
    if (behaviour === undefined) return null;
    const cell = new Cell(actor, behaviour);
    this.byActor.set(actor, cell);
    return cell;
  }

  dropIfIdle(cell: Cell): void {
    if (cell.idle && !this.#isAwaited(cell)) this.byActor.delete(cell.actor);
  }
}
