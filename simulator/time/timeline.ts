/** Something that is to happen at a moment of virtual time. */
interface Happening {
  readonly atMs: number;
  /** Of two at the same moment, the one that was planned first comes first. */
  readonly order: number;
  readonly label: string;
  readonly task: () => void;
}

/** Virtual time: a heap of what is to happen, and a clock that leaps from one happening to the next. */
export class Timeline {
  readonly #heap: Happening[] = [];
  #planned = 0;
  #nowMs: number;
  /** Set by a happening that turned out to be none, so that it does not count as a step. */
  wasNothing = false;
  /** Set by a happening after which promises go on, so that they have gone on before the next one. */
  settles = false;

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  /** Virtual time in ms, with fractions. */
  get nowMs(): number {
    return this.#nowMs;
  }

  get size(): number {
    return this.#heap.length;
  }

  at(atMs: number, label: string, task: () => void): void {
    const happening = { atMs: Math.max(atMs, this.#nowMs), order: this.#planned++, label, task };
    const heap = this.#heap;
    let place = heap.push(happening) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(happening, heap[parent] as Happening)) break;
      heap[place] = heap[parent] as Happening;
      place = parent;
    }
    heap[place] = happening;
  }

  after(delayMs: number, label: string, task: () => void): void {
    this.at(this.#nowMs + delayMs, label, task);
  }

  /** Lets the next thing happen and gives its label; undefined when nothing is left to happen. */
  step(): string | undefined {
    const heap = this.#heap;
    const first = heap[0];
    if (first === undefined) return undefined;
    const last = heap.pop() as Happening;
    if (last !== first) this.#sink(last);
    this.#nowMs = first.atMs;
    first.task();
    return first.label;
  }

  #sink(happening: Happening): void {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, heap[child] as Happening)) child++;
      if (!isBefore(heap[child] as Happening, happening)) break;
      heap[place] = heap[child] as Happening;
      place = child;
    }
    heap[place] = happening;
  }
}

const isBefore = (a: Happening, b: Happening): boolean =>
  a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
