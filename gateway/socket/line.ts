import type { Connection } from './connection.ts';

/** Under steady load a line is never empty, so those who had their turn are forgotten after so many. */
const mostForgottenLater = 4_096;

/** Connections in the order in which they wait to be written to. */
export class Line {
  #waiting: Connection[] = [];
  #next = 0;

  get length(): number {
    return this.#waiting.length - this.#next;
  }

  push(connection: Connection): void {
    this.#waiting.push(connection);
  }

  /** Sends what waits for the first of them; gives how many that were. */
  deliver(atMost: number): number {
    const count = Math.min(atMost, this.length);
    for (let n = 0; n < count; n++) (this.#waiting[this.#next++] as Connection).deliver();
    if (this.#next > 0 && (this.length === 0 || this.#next >= mostForgottenLater)) {
      this.#waiting = this.#waiting.slice(this.#next);
      this.#next = 0;
    }
    return count;
  }
}
