/** Lets a few tasks through at a time, in the order in which they came. */
export class Turnstile {
  readonly #width: number;
  readonly #waiting: Array<() => void> = [];
  #inside = 0;

  constructor(width: number) {
    this.#width = width;
  }

  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#inside < this.#width) this.#inside++;
    // Whoever leaves hands the place on, so that nobody slips in between.
    else await new Promise<void>((enter) => this.#waiting.push(enter));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#inside--;
      else next();
    }
  }
}
