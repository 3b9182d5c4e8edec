import { limits } from '../../schema/limits.ts';

/** Somebody who watches, as others may be told. */
export interface Viewer {
  readonly id: number;
  readonly name: string;
}

/** What has changed in who watches a lot on one gateway, as the others are told. */
export interface GatewayViewers {
  readonly lot: string;
  /** Whether lists may know of it. */
  readonly isPublic: boolean;
  /** People who were not there before, and those who are there no more. */
  readonly came: readonly Viewer[];
  readonly went: readonly number[];
  /** Sockets on which nobody is signed in, all of them. */
  readonly strangers: number;
}

/** How many watch a lot, on all gateways. */
export interface ViewerCount {
  readonly lot: string;
  readonly count: number;
}

interface Present {
  readonly id: number;
  name: string;
  /** On which gateways: the lowest bit is this one, the next ones are all by their number. */
  gateways: number;
  /** Sockets on this one. */
  sockets: number;
  /** When the last of them went (ms). */
  wentAt: number;
  /** Whether the others know that this person is here. */
  isTold: boolean;
}

interface WatchedLot {
  isPublic: boolean;
  readonly people: Map<number, Present>;
  /** People whose last socket here is gone, in the order in which they went. */
  readonly leaving: Set<Present>;
  /** People that the others have not heard of yet. */
  readonly untold: Set<Present>;
  /** Sockets of nobody on this gateway, those included that went at these times. */
  strangers: number;
  readonly strangersWentAt: number[];
  readonly strangersElsewhere: Map<number, number>;
  /** What was told last: to the other gateways, and to those who watch. */
  toldStrangers: number;
  isToldPublic: boolean;
  toldCount: number;
}

const here = 1;
const bitOf = (gateway: number): number => 2 << gateway;

const nobody = (): WatchedLot => ({
  isPublic: false,
  people: new Map(),
  leaving: new Set(),
  untold: new Set(),
  strangers: 0,
  strangersWentAt: [],
  strangersElsewhere: new Map(),
  toldStrangers: 0,
  isToldPublic: false,
  toldCount: 0,
});

/**
 * Who watches lots, on this gateway and as the others have told: each person once, however many sockets, and sockets on
 * which nobody is signed in each by itself. Who goes is counted for a while longer, for who reloads the page never left.
 */
export class Viewers {
  readonly #now: () => number;
  readonly #lots = new Map<string, WatchedLot>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A socket was let in to a lot; null: nobody is signed in on it. */
  came(lot: string, viewer: Viewer | null): void {
    const watched = this.#watched(lot);
    if (viewer === null) {
      // Most likely the one who has just gone.
      if (watched.strangersWentAt.pop() === undefined) watched.strangers++;
      return;
    }
    const present = presentOf(watched, viewer);
    present.gateways |= here;
    present.sockets++;
    watched.leaving.delete(present);
    if (!present.isTold) watched.untold.add(present);
  }

  /** One that was let in is gone. */
  went(lot: string, viewer: Pick<Viewer, 'id'> | null): void {
    const watched = this.#watched(lot);
    if (viewer === null) {
      watched.strangersWentAt.push(this.#now());
      return;
    }
    const present = watched.people.get(viewer.id);
    if (present === undefined || --present.sockets > 0) return;
    present.wentAt = this.#now();
    watched.leaving.add(present);
  }

  /** Lists may know of the lot. */
  setPublic(lot: string): void {
    this.#watched(lot).isPublic = true;
  }

  /** Takes in what has changed on another gateway. */
  heard(gateway: number, changes: readonly GatewayViewers[]): void {
    const bit = bitOf(gateway);
    for (const { lot, isPublic, came, went, strangers } of changes) {
      const watched = this.#watched(lot);
      // One that was public is: where somebody has just come to it, this is not known yet.
      watched.isPublic ||= isPublic;
      for (const viewer of came) presentOf(watched, viewer).gateways |= bit;
      for (const id of went) leave(watched, id, bit);
      if (strangers > 0) watched.strangersElsewhere.set(gateway, strangers);
      else watched.strangersElsewhere.delete(gateway);
    }
  }

  count(lot: string): number {
    const watched = this.#lots.get(lot);
    return watched === undefined ? 0 : countOf(watched);
  }

  /** The people among those who watch. */
  *people(lot: string): Iterable<Viewer> {
    yield* this.#lots.get(lot)?.people.values() ?? [];
  }

  /** How many watch each lot that somebody watches. */
  *counts(): Iterable<ViewerCount & { readonly isPublic: boolean }> {
    for (const [lot, watched] of this.#lots) {
      const count = countOf(watched);
      if (count > 0) yield { lot, count, isPublic: watched.isPublic };
    }
  }

  /** Lets those go who have been gone for long enough, and gives what has changed here since the last time. */
  turn(): GatewayViewers[] {
    const goneBefore = this.#now() - limits.presenceLingerMs;
    const changes: GatewayViewers[] = [];
    for (const [lot, watched] of this.#lots) {
      const went = letGo(watched, goneBefore);
      const { isPublic, untold, strangers } = watched;
      const came = [...untold].map(({ id, name }) => ({ id, name }));
      for (const present of untold) present.isTold = true;
      untold.clear();
      const isSame = strangers === watched.toldStrangers && isPublic === watched.isToldPublic;
      if (isSame && came.length === 0 && went.length === 0) continue;
      watched.toldStrangers = strangers;
      watched.isToldPublic = isPublic;
      changes.push({ lot, isPublic, came, went, strangers });
    }
    return changes;
  }

  /** Counts that have changed since the last time. */
  takeChanged(): Array<ViewerCount & { readonly isPublic: boolean }> {
    const changed: Array<ViewerCount & { readonly isPublic: boolean }> = [];
    for (const [lot, watched] of this.#lots) {
      const count = countOf(watched);
      if (count !== watched.toldCount) changed.push({ lot, count, isPublic: watched.isPublic });
      watched.toldCount = count;
      if (count === 0) this.#lots.delete(lot);
    }
    return changed;
  }

  #watched(lot: string): WatchedLot {
    const watched = this.#lots.get(lot) ?? nobody();
    this.#lots.set(lot, watched);
    return watched;
  }
}

function presentOf(watched: WatchedLot, { id, name }: Viewer): Present {
  const known = watched.people.get(id);
  const present = known ?? { id, name, gateways: 0, sockets: 0, wentAt: 0, isTold: false };
  present.name = name;
  if (known === undefined) watched.people.set(id, present);
  return present;
}

function leave(watched: WatchedLot, id: number, gateway: number): void {
  const present = watched.people.get(id);
  if (present === undefined) return;
  present.gateways &= ~gateway;
  if (present.gateways === 0) watched.people.delete(id);
}

/** Gives the people whom the others have to be told of. */
function letGo(watched: WatchedLot, goneBefore: number): number[] {
  const { leaving, untold, strangersWentAt } = watched;
  const went: number[] = [];
  for (const present of leaving) {
    if (present.wentAt > goneBefore) break;
    leaving.delete(present);
    untold.delete(present);
    if (present.isTold) went.push(present.id);
    present.isTold = false;
    leave(watched, present.id, here);
  }
  const stay = strangersWentAt.findIndex((wentAt) => wentAt > goneBefore);
  const gone = stay === -1 ? strangersWentAt.length : stay;
  strangersWentAt.splice(0, gone);
  watched.strangers -= gone;
  return went;
}

function countOf({ people, strangers, strangersElsewhere }: WatchedLot): number {
  let sum = people.size + strangers;
  for (const count of strangersElsewhere.values()) sum += count;
  return sum;
}
