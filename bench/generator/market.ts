import { setTimeout as pause } from 'node:timers/promises';
import type { PublicEvent } from '../../schema/auction/public.ts';
import type { ServerMessage } from '../../schema/wire/server.ts';
import { inParallel } from '../in-parallel.ts';
import { Beats } from './beats.ts';
import { Bidder, type Watch } from './bidder.ts';
import { BidderGroup } from './bidder-group.ts';
import { Connection, type Target } from './connection.ts';
import { HammerLog } from './hammer-log.ts';
import { MarketLot } from './market-lot.ts';
import { MeasuredTime } from './measured-time.ts';
import type { BidRoundPlan, BidRoundResult, DeliveryReport, GroupPlan, Subscription } from './messages.ts';
import { startPacemaker } from './pacemaker.ts';
import { countOne, RoundCounts } from './round-counts.ts';
import { RoundLatencies } from './round-latencies.ts';
import { SentBids } from './sent-bids.ts';
import { bidIdIn, codeIn, minimumIn, seqIn } from './server-text.ts';
import { until } from './until.ts';

/** A frame with nothing but bids; `decidedAt` is the time of the oldest of them (ms since 1970). */
export interface BidsFrame {
  readonly events: number;
  readonly bytes: number;
  readonly decidedAt: number;
}

/** Connections opened at the same time; a listener's queue is finite. */
const connectingAtOnce = 128;
/** How long the answers and events of the last bids may take after a round. */
const answerTimeoutMs = 10_000;
const deliveryTimeoutMs = 5_000;
const snapshotTimeoutMs = 60_000;
/** Ticks of a fixed rate come no closer than this. */
const shortestPaceMs = 0.5;
/** A prime to a hundred: spreads the losing bids evenly over the others. */
const losingStride = 37;

/**
 * Bidders of one server: who bids on what, what comes back, and how long it took. Bids of one lot come
 * from this one event loop with rising amounts, never two in a row from the same bidder; as long as the
 * server takes them in the order in which they were sent, each of them is a valid raise.
 */
export class Market {
  readonly #bidders: Bidder[] = [];
  readonly #lots = new Map<string, MarketLot>();
  readonly #groups: BidderGroup[] = [];
  readonly #sent = new SentBids();
  readonly #errors: Record<string, number> = {};
  readonly #closed: Record<string, number> = {};
  readonly hammers = new HammerLog();
  #startPoints = 1;
  #time = new MeasuredTime();
  #counts = new RoundCounts();
  #latencies = new RoundLatencies(this.#time, false);
  #raisesRefused: Record<string, number> = {};
  #isBidding = false;
  /** Whether answers are what lets the next bids go. */
  #isClosedLoop = false;
  #losingPercent = 0;
  #stopAtAccepted = Number.POSITIVE_INFINITY;
  #accepted = 0;
  #snapshotsMissing = 0;
  #lostConnections = 0;
  /** When the bytes that are being handled were read; asked for once per read. */
  #readAtMs = 0;

  /** Opens one connection per cookie (null: nobody in particular), each on its path where every seat has its own. */
  async connect(
    target: Target,
    cookies: ReadonlyArray<string | null>,
    paths: readonly string[] = [],
  ): Promise<void> {
    const first = this.#bidders.length;
    await inParallel(cookies, connectingAtOnce, async (cookie, n) => {
      const seated = (connection: Connection) => {
        const bidder = new Bidder(connection, this);
        this.#bidders[first + n] = bidder;
        return bidder;
      };
      await Connection.open(target, cookie, seated, paths[n]);
    });
  }

  /** Says who bids on what, by the numbers of the connections; lots begin at `startPoints`. */
  group(plans: readonly GroupPlan[], startPoints: number): void {
    this.#startPoints = startPoints;
    for (const plan of plans) {
      const group = new BidderGroup(plan.lots.map((id) => this.#lot(id)));
      for (const n of plan.connections) {
        const bidder = this.#bidder(n);
        bidder.group = group;
        group.bidders.push(bidder);
      }
      this.#groups.push(group);
    }
  }

  /** Subscribes, and resolves when every first state has arrived. */
  async watch(subscriptions: readonly Subscription[]): Promise<void> {
    this.#snapshotsMissing += subscriptions.length;
    for (const [connection, lot] of subscriptions) this.#bidder(connection).watch(this.#lot(lot));
    if (await until(() => this.#snapshotsMissing === 0, snapshotTimeoutMs)) return;
    throw new Error(`${this.#snapshotsMissing} of ${subscriptions.length} first states did not arrive`);
  }

  /** Bids for a while, and tells what came of it. */
  async bid(plan: BidRoundPlan): Promise<BidRoundResult> {
    this.#losingPercent = plan.losingPercent;
    this.#stopAtAccepted = this.#accepted + (plan.acceptedBids ?? Number.POSITIVE_INFINITY);
    this.#isBidding = true;
    this.#isClosedLoop = plan.ratePerSecond === null;
    const time = new MeasuredTime();
    const counts = new RoundCounts();
    const latencies = new RoundLatencies(time, plan.tellsAcks ?? false);
    this.#time = time;
    this.#counts = counts;
    this.#latencies = latencies;
    const raisesRefused: Record<string, number> = {};
    this.#raisesRefused = raisesRefused;
    const stopPacemaker =
      plan.ratePerSecond === null
        ? this.#startClosedLoop(plan.inFlight)
        : await this.#startRate(plan.ratePerSecond);

    const fromMs = performance.now() + plan.warmUpMs;
    const toMs = fromMs + plan.measureMs;
    time.set(fromMs, toMs);
    await this.#waitWhileBidding(toMs);
    this.#isBidding = false;
    time.endAt(performance.now());
    await stopPacemaker();
    await until(() => this.#sent.unanswered === 0 || this.#isDeserted, answerTimeoutMs);
    await until(() => this.#isAllDelivered() || this.#isDeserted, deliveryTimeoutMs);
    for (const bidder of this.#bidders) {
      bidder.credits = 0;
      bidder.unanswered.length = 0;
    }
    for (const group of this.#groups) group.waiting.length = 0;

    return {
      seconds: time.seconds,
      acceptedBids: counts.acceptedBids,
      losingRefused: counts.losingRefused,
      otherRefused: counts.otherRefused,
      raisesRefused,
      unanswered: this.#sent.unanswered,
      deliveries: counts.deliveries,
      eventFrames: counts.eventFrames,
      eventBytes: counts.eventBytes,
      seen: counts.seen.summary(),
      ack: latencies.acks.summary(),
      acksMs: latencies.acksMs,
      sendDelay: latencies.sendDelays.summary(),
    };
  }

  /** Whether everybody who watches got everything once, since the beginning. */
  deliveryReport(): DeliveryReport {
    let watches = 0;
    let lost = 0;
    let doubled = 0;
    let bidDeliveries = 0;
    let expectedBidDeliveries = 0;
    for (const bidder of this.#bidders) {
      for (const { lot, delivery } of bidder.watches.values()) {
        watches++;
        lost += delivery.lost(lot.seq);
        doubled += delivery.doubled;
        bidDeliveries += delivery.bids;
        expectedBidDeliveries += lot.acceptedBids;
      }
    }
    let acceptedBids = 0;
    for (const lot of this.#lots.values()) acceptedBids += lot.acceptedBids;
    return {
      watches,
      lost,
      doubled,
      bidDeliveries,
      expectedBidDeliveries,
      acceptedBids,
      errors: this.#errors,
      closed: this.#closed,
    };
  }

  /** Accepted bids of each lot, since the beginning. */
  acceptedByLot(): Record<string, number> {
    return Object.fromEntries([...this.#lots.values()].map(({ id, acceptedBids }) => [id, acceptedBids]));
  }

  /** Ends all connections. */
  close(): void {
    for (const bidder of this.#bidders) bidder.connection.destroy();
  }

  /** A bid was accepted (or came back as an echo). */
  bidAccepted(bidder: Bidder, bytes: Uint8Array, start: number, end: number): void {
    const bidId = bidIdIn(bytes, start, end);
    if (!this.#sent.isWaiting(bidId)) return;
    const lot = this.#sent.take(bidId);
    lot.acceptedBids++;
    this.#accepted++;
    const seq = seqIn(bytes, start, end);
    if (seq > lot.seq) lot.seq = seq;
    if (this.#isMeasuring) this.#counts.acceptedBids++;
    this.#latencies.answered(this.#sent.dueMs(bidId), this.#sent.sentMs(bidId), this.#now());
    bidder.answered(lot);
    if (this.#accepted >= this.#stopAtAccepted) this.#isBidding = false;
  }

  /** A bid was refused. */
  bidRefused(bidder: Bidder, bytes: Uint8Array, start: number, end: number): void {
    const bidId = bidIdIn(bytes, start, end);
    if (!this.#sent.isWaiting(bidId)) return;
    const lot = this.#sent.take(bidId);
    const code = codeIn(bytes, start, end);
    if (!this.#sent.isLosing(bidId) || code !== 'too_low') {
      countOne(this.#raisesRefused, code);
      if (this.#isMeasuring) this.#counts.otherRefused++;
    } else if (this.#isMeasuring) this.#counts.losingRefused++;
    this.#latencies.answered(this.#sent.dueMs(bidId), this.#sent.sentMs(bidId), this.#now());
    const minimumPoints = minimumIn(bytes, start, end);
    if (minimumPoints > lot.nextPoints) lot.nextPoints = minimumPoints;
    bidder.answered(lot);
  }

  /** A frame with nothing but bids of a lot reached somebody; `seq` is the last of them. */
  bidsDelivered(lot: MarketLot, seq: number, frame: BidsFrame): void {
    if (seq > lot.seq) lot.seq = seq;
    if (!this.#isMeasuring) return;
    const counts = this.#counts;
    counts.deliveries += frame.events;
    counts.eventFrames++;
    counts.eventBytes += frame.bytes;
    counts.seen.record(performance.timeOrigin + this.#now() - frame.decidedAt);
  }

  /** An event that came in mixed company reached somebody. */
  eventDelivered(lot: MarketLot, event: PublicEvent): void {
    if (event.seq > lot.seq) lot.seq = event.seq;
    if (event.type === 'bid' && this.#isMeasuring) this.#counts.deliveries++;
    this.hammers.event(lot.id, event);
  }

  /** The first state of a lot arrived. */
  snapshot(watch: Watch, message: ServerMessage & { type: 'snapshot' }): void {
    if (!watch.delivery.isStarted) this.#snapshotsMissing--;
    watch.delivery.start(message.seq);
    const { lot } = watch;
    if (message.seq > lot.seq) lot.seq = message.seq;
    if (message.state.minimumPoints > lot.nextPoints) lot.nextPoints = message.state.minimumPoints;
    this.hammers.expect(lot.id, message.state.endsAt);
  }

  /** The server complained. */
  errorMessage(code: string): void {
    countOne(this.#errors, code);
  }

  /** The server, or something between, ended a connection. */
  connectionLost(closeCode: number): void {
    this.#lostConnections++;
    countOne(this.#closed, String(closeCode));
  }

  /** All that one read brought has been handled: time to answer it. */
  readEnded(bidder: Bidder): void {
    if (this.#isBidding && this.#isClosedLoop && bidder.group) {
      this.#sendBids(bidder, bidder.group, this.#now());
    }
    this.#readAtMs = 0;
  }

  #startClosedLoop(inFlight: number): () => Promise<void> {
    for (let n = 0; n < inFlight; n++) {
      for (const group of this.#groups) {
        for (const bidder of group.bidders) {
          bidder.credits++;
          this.#sendBids(bidder, group, performance.now());
        }
      }
    }
    return async () => {};
  }

  #startRate(ratePerSecond: number): Promise<() => Promise<void>> {
    let nextGroup = 0;
    const beats = new Beats(ratePerSecond, (dueMs, nowMs) => {
      if (!this.#isBidding) return;
      const group = this.#groups[nextGroup] as BidderGroup;
      nextGroup = (nextGroup + 1) % this.#groups.length;
      this.#latencies.sent(dueMs, nowMs);
      this.#sendPacedBid(group, dueMs);
    });
    return startPacemaker(Math.max(1_000 / ratePerSecond, shortestPaceMs), (dueMs) => beats.tick(dueMs));
  }

  #sendPacedBid(group: BidderGroup, atMs: number): void {
    if (this.#sendInTurn(group, atMs, (bidder) => group.lotFor(bidder))) return;
    // Everybody waits for an answer; the rate goes on all the same.
    this.#sendInTurn(group, atMs, (bidder) => group.anyLotFor(bidder));
  }

  #sendInTurn(group: BidderGroup, atMs: number, lotFor: (bidder: Bidder) => MarketLot | null): boolean {
    for (let n = 0; n < group.bidders.length; n++) {
      const bidder = group.nextBidder();
      const lot = lotFor(bidder);
      if (!lot) continue;
      bidder.connection.send(this.#bidFrame(bidder, lot, atMs));
      return true;
    }
    return false;
  }

  #sendBids(bidder: Bidder, group: BidderGroup, nowMs: number): void {
    if (!this.#sendAllowedBids(bidder, group, nowMs)) return;
    // One pass only: bidders who freed each other to and fro would send bids that overtake each other.
    for (const freed of group.waiting.splice(0)) this.#sendAllowedBids(freed, group, nowMs);
  }

  #sendAllowedBids(bidder: Bidder, group: BidderGroup, nowMs: number): boolean {
    let frames = '';
    while (bidder.credits > 0) {
      const lot = group.lotFor(bidder);
      if (!lot) {
        if (!group.waiting.includes(bidder)) group.waiting.push(bidder);
        break;
      }
      bidder.credits--;
      frames += this.#bidFrame(bidder, lot, nowMs);
    }
    if (frames !== '') bidder.connection.send(frames);
    return frames !== '';
  }

  #bidFrame(bidder: Bidder, lot: MarketLot, atMs: number): string {
    const isLosing = (this.#sent.count * losingStride) % 100 < this.#losingPercent;
    const bidId = this.#sent.add(lot, atMs, isLosing);
    bidder.unanswered.push(lot);
    if (isLosing) return bidder.connection.frameOf(lot.bidText(bidId, this.#startPoints - 1));
    lot.lastBidder = bidder;
    return bidder.connection.frameOf(lot.bidText(bidId, lot.nextPoints++));
  }

  /** Nobody is there any more to hear anything. */
  get #isDeserted(): boolean {
    return this.#lostConnections === this.#bidders.length;
  }

  get #isMeasuring(): boolean {
    return this.#time.has(this.#now());
  }

  #now(): number {
    if (this.#readAtMs === 0) this.#readAtMs = performance.now();
    return this.#readAtMs;
  }

  async #waitWhileBidding(untilMs: number): Promise<void> {
    while (this.#isBidding && !this.#isDeserted && performance.now() < untilMs)
      await pause(Math.min(10, untilMs - performance.now()));
  }

  /** An echo's answers name no place, so that only the number of bids tells what is still on its way. */
  #isAllDelivered(): boolean {
    return this.#bidders.every((bidder) =>
      [...bidder.watches.values()].every(
        ({ lot, delivery }) => delivery.lastSeq >= lot.seq && delivery.bids >= lot.acceptedBids,
      ),
    );
  }

  #bidder(n: number): Bidder {
    const bidder = this.#bidders[n];
    if (!bidder) throw new RangeError(`there is no connection ${n}`);
    return bidder;
  }

  #lot(id: string): MarketLot {
    let lot = this.#lots.get(id);
    if (!lot) {
      lot = new MarketLot(id, this.#startPoints);
      this.#lots.set(id, lot);
    }
    return lot;
  }
}
