import type { Claim, Commit, DeadCommand } from '../../actors/journal/journal.ts';
import type { Cell } from '../../actors/shard/cell.ts';
import { slotOf } from '../../actors/slots.ts';
import type { AuctionEvent } from '../../schema/auction/events.ts';
import type { PublicEvent } from '../../schema/auction/public.ts';
import type { ChatEvent } from '../../schema/chat/events.ts';
import { Broken } from '../broken.ts';
import { answerInvariants } from '../invariants/answers.ts';
import { clockInvariants } from '../invariants/clock.ts';
import { identityInvariants } from '../invariants/identity.ts';
import { brokenOf, type Invariant } from '../invariants/invariant.ts';
import { lifeInvariants } from '../invariants/life.ts';
import { outageInvariants } from '../invariants/outages.ts';
import { ownershipInvariants, recordInvariants } from '../invariants/ownership.ts';
import { pictureInvariants, toldInvariants } from '../invariants/pictures.ts';
import { priceInvariants } from '../invariants/prices.ts';
import { winnerInvariants } from '../invariants/winner.ts';
import type { JournalWitness } from '../journal/simulated-journal.ts';
import type { Milestones } from '../milestones.ts';
import type { Facts } from '../reference/facts.ts';
import type { Pace } from '../reference/room-facts.ts';
import type { ActorRecord } from './actor-record.ts';
import type { BidAnswer, Receipt } from './bids.ts';
import { LotRecord } from './lot-record.ts';
import { Rooms } from './rooms.ts';

const eventInvariants = [
  ...identityInvariants,
  ...priceInvariants,
  ...clockInvariants,
  ...winnerInvariants,
  ...outageInvariants,
];

const prefix = 'auction/';
const roomPrefix = 'chat/';
const noPace: Pace = { burst: 1, refillMs: 0 };
/** After so long nothing is felt any more of what went wrong before (ms). */
const calmMs = 1_500;

/**
 * All that has really happened, seen from outside: what the database took, what gateways received and answered.
 * Whatever is added is held against the invariants at once.
 */
export class Record implements JournalWitness {
  readonly lots = new Map<string, LotRecord>();
  readonly rooms: Rooms;
  readonly milestones: Milestones;
  readonly #ownerOfSlot = new Map<number, string>();
  /** Slots whose owner is gone, with the virtual time of its end. */
  readonly #deadSince = new Map<number, number>();
  readonly #clocksAgree: boolean;
  /** By lot: by bidder and bidId. */
  readonly #receipts = new Map<string, Map<string, Receipt[]>>();
  readonly #hammering = new Set<string>();
  #speaker = '';
  /** Bids that were answered by somebody who did not own their lot any more. */
  readonly #refusedByOthers = new Set<string>();
  broken: Broken | null = null;
  readonly #checked = new WeakMap<Cell, number>();

  /** How often slots were claimed: an owner remembers refusals in memory only, so that each claim forgets some. */
  era = 0;
  /** Nothing that goes wrong is felt from this virtual time on. */
  quietSinceMs = Number.POSITIVE_INFINITY;
  /** Is told in words of what happens to bids and events; for traces. */
  onNote: ((note: string) => void) | null = null;
  /** Virtual time in ms. */
  readonly virtualNow: () => number;

  /** `clocksAgree`: every server's clock shows virtual time. Without a pace for chat there are no rooms. */
  constructor(
    lots: readonly string[],
    milestones: Milestones,
    virtualNow: () => number,
    clocksAgree: boolean,
    chatPace: Pace | null,
  ) {
    this.#clocksAgree = clocksAgree;
    this.milestones = milestones;
    this.virtualNow = virtualNow;
    const onBroken = (broken: Broken) => {
      this.broken ??= broken;
    };
    this.rooms = new Rooms(chatPace === null ? [] : lots, chatPace ?? noPace, milestones, onBroken);
    for (const lot of lots) {
      this.lots.set(lot, new LotRecord(lot));
      this.#receipts.set(lot, new Map());
    }
  }

  lot(id: string): LotRecord {
    const lot = this.lots.get(id);
    if (lot === undefined) throw new Error(`nobody has listed ${id}`);
    return lot;
  }

  /** A gateway takes in what this owner of slots has sent. */
  hearing(owner: string): void {
    this.#speaker = owner;
  }

  /** The seller has told the hammer to fall. */
  hammering(lot: string): void {
    this.#hammering.add(lot);
  }

  /** Nothing goes wrong any more; what went wrong before is felt for a while, from so many ms on. */
  calmDown(inMs = 0): void {
    this.quietSinceMs = this.virtualNow() + inMs + calmMs;
  }

  /** A shard is gone at one blow: nobody can bid in its slots until they are claimed again. */
  died(owner: string): void {
    for (const [slot, holder] of this.#ownerOfSlot) {
      if (holder === owner && !this.#deadSince.has(slot)) this.#deadSince.set(slot, this.virtualNow());
    }
  }

  claimed(owner: string, claim: Claim, now: number): void {
    for (const [id, lot] of this.lots) {
      const slot = slotOf(prefix + id);
      const since = this.#deadSince.get(slot);
      const isOwed = since !== undefined && claim.epochs.has(slot) && lot.now.endsAt !== null;
      if (isOwed && this.#clocksAgree) lot.owedMs += Math.max(0, now - Math.ceil(since));
    }
    if (this.quietSinceMs < Number.POSITIVE_INFINITY) {
      this.quietSinceMs = Math.max(this.quietSinceMs, this.virtualNow() + calmMs);
    }
    this.era++;
    for (const slot of claim.epochs.keys()) {
      this.#ownerOfSlot.set(slot, owner);
      this.#deadSince.delete(slot);
    }
  }

  committed(owner: string, commit: Commit): void {
    const recordOf = (actor: string) => this.#recordOf(actor);
    this.onNote?.(`${owner} committed ${commit.runs.datas.join()}`);
    this.#hold(ownershipInvariants, { owner, commit, ownerOfSlot: this.#ownerOfSlot, recordOf }, owner);
    const { actors, datas } = commit.runs;
    for (const [n, actor] of actors.entries()) {
      const events: unknown[] = JSON.parse(`[${datas[n]}]`);
      if (actor.startsWith(roomPrefix)) {
        for (const event of events) this.rooms.committed(actor.slice(roomPrefix.length), event as ChatEvent);
        continue;
      }
      const lot = this.lot(actor.slice(prefix.length));
      for (const event of events) this.#add(lot, event as AuctionEvent);
      if (lot.openedBy === null && lot.now.phase === 'live') lot.openedBy = owner;
      if (lot.now.end?.cause === 'clock' && lot.openedBy !== owner) this.reach('a hammer by a successor');
    }
    const { heads } = commit;
    for (const [n, actor] of heads.actors.entries()) {
      recordOf(actor).shown = { status: heads.statuses[n] as string, awaits: heads.deadlines[n] !== null };
      if (!actors.includes(actor)) this.reach('lists shown a bid after its commit');
    }
    this.#hold(recordInvariants, { commit, recordOf }, owner);
  }

  #recordOf(actor: string): ActorRecord {
    return actor.startsWith(roomPrefix)
      ? this.rooms.room(actor.slice(roomPrefix.length))
      : this.lot(actor.slice(prefix.length));
  }

  reach(milestone: string): void {
    this.milestones.reach(milestone);
  }

  dead({ actor, command, error }: DeadCommand): void {
    this.broken ??= new Broken(
      'every command can be decided',
      `${actor} ${JSON.stringify(command)}: ${error}`,
    );
  }

  received(receipt: Receipt): void {
    const receipts = this.#receipts.get(receipt.lot);
    if (receipts === undefined) return;
    this.onNote?.(`received ${JSON.stringify(receipt)}`);
    const key = `${receipt.by}:${receipt.bidId}`;
    const known = receipts.get(key);
    if (known === undefined) receipts.set(key, [receipt]);
    else known.push(receipt);
  }

  /**
   * Whether a bid stands that was first received under the very owner that accepted it, and that no other has refused.
   * Refusals are remembered in memory: a copy of a refused bid that outlives its shard is decided anew. And whoever was
   * deposed and does not know it yet can accept nothing, but refuses by what it knows.
   */
  standsInOneEra(id: string, by: number, bidId: number): boolean {
    const key = `${by}:${bidId}`;
    const accepted = this.lot(id).accepted.get(key);
    if (this.#refusedByOthers.has(`${id}:${key}`)) return false;
    return accepted !== undefined && this.#receipts.get(id)?.get(key)?.[0]?.era === accepted.era;
  }

  answered(answer: BidAnswer): void {
    const lot = this.lots.get(answer.lot);
    if (lot === undefined) return;
    this.onNote?.(`answered ${JSON.stringify(answer)}`);
    const sellerHammers = this.#hammering.has(answer.lot);
    const key = `${answer.by}:${answer.bidId}`;
    const frames = this.#receipts.get(answer.lot)?.get(key) ?? [];
    this.#hold(answerInvariants, { answer, frames, lot, sellerHammers }, key);
    if (this.#ownerOfSlot.get(slotOf(prefix + answer.lot)) !== this.#speaker) {
      this.#refusedByOthers.add(`${answer.lot}:${key}`);
      this.milestones.reach('an answer by somebody deposed');
    }
    this.milestones.reach(`bid answered: ${answer.code}`);
    const isRepeated = answer.code === 'accepted' && answer.position < lot.now.position;
    if (isRepeated) this.milestones.reach('an older acceptance told');
  }

  /** A gateway tells events, or gives a picture. */
  told(id: string, events: readonly PublicEvent[]): void {
    this.#hold(toldInvariants, { events, lot: this.lot(id) }, id);
  }

  pictured(id: string, seq: number, state: unknown): void {
    this.#hold(pictureInvariants, { seq, state, lot: this.lot(id) }, id);
  }

  /** Looks at an actor in memory, if it stands where the journal does and was not looked at there before. */
  lived(cell: Cell): void {
    if (cell.status !== 'ready' || cell.batch !== null) return;
    if (this.#checked.get(cell) === cell.seq) return;
    const stored = this.#recordOf(cell.actor);
    if (cell.seq !== stored.events.length) return;
    this.#checked.set(cell, cell.seq);
    this.#hold(lifeInvariants, { cell, stored }, cell.actor);
  }

  /** Keeps the first promise that did not hold: whoever is watched must not hear of it and go on otherwise. */
  #hold<Seen>(invariants: readonly Invariant<Seen>[], seen: Seen, about: string): void {
    this.broken ??= brokenOf(invariants, seen, about);
  }

  #quietLatenessMs({ endsAt }: Facts): number | null {
    const isQuiet = endsAt !== null && this.#clocksAgree && endsAt > this.quietSinceMs;
    return isQuiet ? this.virtualNow() - endsAt : null;
  }

  #add(lot: LotRecord, event: AuctionEvent): void {
    const before = lot.now;
    const receipts = this.#receipts.get(lot.lot) as Map<string, Receipt[]>;
    const sellerHammers = this.#hammering.has(lot.lot);
    const after = lot.after(event);
    const { owedMs } = lot;
    const quietLatenessMs = this.#quietLatenessMs(before);
    const seen = { event, before, after, lot, receipts, sellerHammers, owedMs, quietLatenessMs };
    this.#hold(eventInvariants, seen, `${lot.lot} ${event.type}`);
    lot.owedMs = event.type === 'outage' ? Math.max(0, owedMs - event.lostMs) : 0;
    lot.add(event, after, this.era);
    if (after.end !== null && before.end === null) lot.endedVirtualMs = this.virtualNow();
    this.milestones.reach(event.type === 'sold' ? `sold by ${event.cause}` : event.type);
    if (event.type === 'bid' && event.at >= (before.endsAt ?? 0)) {
      this.milestones.reach('a bid in time, decided after the deadline');
    }
  }
}
