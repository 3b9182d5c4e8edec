import type { Scope } from '../testing/cleanup.ts';

/** A scope for what is started outside of a test; it ends when it is told to. */
export class OwnScope implements Scope {
  readonly #works: Array<() => Promise<void>> = [];

  after(work: () => Promise<void>): void {
    this.#works.push(work);
  }

  /** Ends everything that was started in it, what came last first. */
  async end(): Promise<void> {
    for (let work = this.#works.pop(); work; work = this.#works.pop()) await work();
  }
}
