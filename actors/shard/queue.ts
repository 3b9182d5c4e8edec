/** First in, first out, in a ring that grows by doubling: `shift` of a plain array moves everything. */
export class Queue<T> {
  #ring: (T | undefined)[] = new Array(8);
  #head = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(item: T): void {
    if (this.#size === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.#size) & (this.#ring.length - 1)] = item;
    this.#size++;
  }

  peek(): T | undefined {
    return this.#ring[this.#head];
  }

  shift(): T | undefined {
    if (this.#size === 0) return undefined;
    const item = this.#ring[this.#head];
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#size--;
    return item;
  }

  /** Takes the first item that fits out of the queue; the others keep their order. */
  take(fits: (item: T) => boolean): T | undefined {
    const mask = this.#ring.length - 1;
    for (let n = 0; n < this.#size; n++) {
      const item = this.#ring[(this.#head + n) & mask] as T;
      if (!fits(item)) continue;
      for (let m = n; m > 0; m--) {
        this.#ring[(this.#head + m) & mask] = this.#ring[(this.#head + m - 1) & mask];
      }
      this.shift();
      return item;
    }
    return undefined;
  }

  #grow(): void {
    const ring: (T | undefined)[] = new Array(this.#ring.length * 2);
    for (let n = 0; n < this.#size; n++) ring[n] = this.#ring[(this.#head + n) & (this.#ring.length - 1)];
    this.#ring = ring;
    this.#head = 0;
  }
}
