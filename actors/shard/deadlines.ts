/** Something with a deadline; `place` is the heap's own note of where it stands. */
export interface Timed {
  deadline: number;
  place: number;
}

/**
 * The deadlines of a shard in a binary heap whose members know their places, so that a moved deadline
 * costs a few swaps and one timer serves them all.
 */
export class Deadlines<T extends Timed> {
  readonly #heap: T[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The member with the earliest deadline. */
  first(): T | undefined {
    return this.#heap[0];
  }

  /** Sets the deadline of a member, adding or removing (null) it as needed. */
  set(member: T, deadline: number | null): void {
    if (deadline === null) {
      if (member.place >= 0) this.#remove(member);
      return;
    }
    const before = member.deadline;
    member.deadline = deadline;
    if (member.place < 0) {
      member.place = this.#heap.length;
      this.#heap.push(member);
      this.#up(member);
    } else if (deadline < before) this.#up(member);
    else if (deadline > before) this.#down(member);
  }

  #remove(member: T): void {
    const place = member.place;
    const last = this.#heap.pop() as T;
    member.place = -1;
    if (last === member) return;
    last.place = place;
    this.#heap[place] = last;
    this.#up(last);
    this.#down(last);
  }

  #up(member: T): void {
    let place = member.place;
    while (place > 0) {
      const parentPlace = (place - 1) >> 1;
      const parent = this.#heap[parentPlace] as T;
      if (parent.deadline <= member.deadline) break;
      this.#heap[place] = parent;
      parent.place = place;
      place = parentPlace;
    }
    this.#heap[place] = member;
    member.place = place;
  }

  #down(member: T): void {
    let place = member.place;
    for (;;) {
      let childPlace = place * 2 + 1;
      if (childPlace >= this.#heap.length) break;
      const right = this.#heap[childPlace + 1];
      if (right !== undefined && right.deadline < (this.#heap[childPlace] as T).deadline) childPlace++;
      const child = this.#heap[childPlace] as T;
      if (child.deadline >= member.deadline) break;
      this.#heap[place] = child;
      child.place = place;
      place = childPlace;
    }
    this.#heap[place] = member;
    member.place = place;
  }
}
