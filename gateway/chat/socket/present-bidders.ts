import type { ActorClient } from '../../../actors/client.ts';
import type { Bidder } from '../../../schema/auction/public.ts';
import { auctionActor, chatActor } from '../../../schema/ids.ts';
import { limits } from '../../../schema/limits.ts';
import type { Viewer } from '../../socket/viewers.ts';

export interface PresentBiddersParts {
  readonly actors: ActorClient;
  readonly publish: (topic: string, frame: string) => void;
  /** The people who watch a lot, on all gateways. */
  readonly people: (lot: string) => Iterable<Viewer>;
  /** Position of the lot's last event that is known here. */
  readonly positionOf: (lot: string) => number;
}

interface Room {
  /** Those of the present who have bid, by who they are present as. */
  readonly bidders: Map<number, Bidder>;
  /** Of the others: where the auction stood when it was asked for them last. */
  readonly askedAt: Map<number, number>;
  isAsking: boolean;
  frame: string | null;
}

/** People that an auction is asked for at once. */
const maxAsked = 512;

/** Tells rooms who of those who have bid is present. */
export class PresentBidders {
  readonly #parts: PresentBiddersParts;
  readonly #rooms = new Map<string, Room>();

  constructor(parts: PresentBiddersParts) {
    this.#parts = parts;
  }

  /** What was told last, for somebody who comes in; null if that was nothing. */
  frameOf(lot: string): string | null {
    return this.#rooms.get(lot)?.frame ?? null;
  }

  /** Looks at these rooms, and forgets all others. */
  turn(lots: ReadonlySet<string>): void {
    for (const lot of this.#rooms.keys()) if (!lots.has(lot)) this.#rooms.delete(lot);
    for (const lot of lots) this.#look(lot);
  }

  #look(lot: string): void {
    const { people, positionOf } = this.#parts;
    const room = this.#rooms.get(lot) ?? newRoom();
    this.#rooms.set(lot, room);
    const present = new Map([...people(lot)].map(({ id, name }) => [id, name]));
    for (const known of [room.bidders, room.askedAt]) {
      for (const id of known.keys()) if (!present.has(id)) known.delete(id);
    }
    this.#tell(lot, room, present);
    // Who has not bid may have by now, if anything has happened.
    const position = positionOf(lot);
    const unknown = [...present.keys()].filter(
      (id) => !room.bidders.has(id) && room.askedAt.get(id) !== position,
    );
    if (unknown.length > 0) void this.#ask(lot, room, unknown, position);
  }

  async #ask(lot: string, room: Room, unknown: readonly number[], position: number): Promise<void> {
    if (room.isAsking) return;
    room.isAsking = true;
    // Those first that were not asked for yet, or the longest ago.
    const age = (id: number) => room.askedAt.get(id) ?? -1;
    const of = [...unknown].sort((one, other) => age(one) - age(other)).slice(0, maxAsked);
    const { actors } = this.#parts;
    const answer = (await actors.ask(auctionActor(lot), { ask: 'bidders', of })) as (Bidder | null)[] | null;
    room.isAsking = false;
    if (answer === null) return;
    for (const [n, id] of of.entries()) {
      const bidder = answer[n];
      if (bidder) room.bidders.set(id, bidder);
      else room.askedAt.set(id, position);
    }
  }

  #tell(lot: string, room: Room, present: ReadonlyMap<number, string>): void {
    // A guest who is somebody by now, and that account, are one bidder.
    const byId = new Map<number, Bidder & { name: string }>();
    for (const [person, bidder] of room.bidders) {
      const name = present.get(bidder.id) ?? (present.get(person) as string);
      byId.set(bidder.id, { id: bidder.id, name, paddle: bidder.paddle });
    }
    const all = [...byId.values()].sort((one, other) => one.paddle - other.paddle);
    if (all.length === 0 && room.frame === null) return;
    const bidders = all.slice(0, limits.maxPresentBidders);
    const more = all.length - bidders.length;
    const frame = JSON.stringify({ type: 'chatPresent', lot, bidders, more });
    if (frame === room.frame) return;
    room.frame = frame;
    this.#parts.publish(chatActor(lot), frame);
  }
}

const newRoom = (): Room => ({ bidders: new Map(), askedAt: new Map(), isAsking: false, frame: null });
