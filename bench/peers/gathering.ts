/** As long as Lotcast gathers, so that nobody has an advantage by it. */
const windowMs = 20;

/** Events of lots, gathered for a window each: at once after a quiet time, as Lotcast does. */
export class Gathering {
  readonly #publish: (lot: string, events: readonly unknown[]) => void;
  readonly #waiting = new Map<string, unknown[]>();

  constructor(publish: (lot: string, events: readonly unknown[]) => void) {
    this.#publish = publish;
  }

  add(lot: string, event: unknown): void {
    const waiting = this.#waiting.get(lot);
    if (waiting !== undefined) {
      waiting.push(event);
      return;
    }
    this.#tell(lot, [event]);
  }

  #tell(lot: string, events: readonly unknown[]): void {
    this.#publish(lot, events);
    this.#waiting.set(lot, []);
    setTimeout(() => this.#windowEnded(lot), windowMs);
  }

  #windowEnded(lot: string): void {
    const events = this.#waiting.get(lot) ?? [];
    this.#waiting.delete(lot);
    if (events.length > 0) this.#tell(lot, events);
  }
}
