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

  /**
   * Writes to the first of them, to no more of them once so many bytes are written; gives to how many. Who was written to
   * meanwhile, from another line, takes nobody's turn.
   */
  deliver(atMost: number, mostBytes = Number.POSITIVE_INFINITY): number {
    let count = 0;
    let bytes = 0;
    while (count < atMost && bytes < mostBytes && this.length > 0) {
      const written = (this.#waiting[this.#next++] as Connection).deliver();
      if (written > 0) count++;
      bytes += written;
    }
    if (this.#next > 0 && (this.length === 0 || this.#next >= mostForgottenLater)) {
      this.#waiting = this.#waiting.slice(this.#next);
      this.#next = 0;
    }
    return count;
  }
}
