import { monitorEventLoopDelay } from 'node:perf_hooks';
import { countOne } from '../../generator/round-counts.ts';
import { Latencies } from '../../statistics/latency.ts';
import type { Look } from './messages.ts';

const delayResolutionMs = 10;
/** Of what failed, so much is told in its own words. */
const mostComplaints = 20;

/** What everybody in the salesroom counts: since the beginning, and since the last look. */
export class Tally {
  readonly totals = {
    sentBids: 0,
    acceptedBids: 0,
    checkedBids: 0,
    retries: 0,
    lots: 0,
    visits: 0,
    recovered: 0,
    startedOver: 0,
    reads: 0,
    slowReadersCut: 0,
    slowReadersKept: 0,
  };
  readonly refusedByCode: Record<string, number> = {};
  readonly faults: Record<string, number> = {};
  readonly complaints: string[] = [];
  readonly #loopDelay = monitorEventLoopDelay({ resolution: delayResolutionMs });
  #acks = new Latencies();
  #hammers = new Latencies();
  #reads = new Latencies();
  #acceptedBids = 0;
  #lookedAtMs = performance.now();

  constructor() {
    this.#loopDelay.enable();
  }

  /** A bid was accepted so long after it was due. */
  accepted(ms: number): void {
    this.totals.acceptedBids++;
    this.#acceptedBids++;
    this.#acks.record(ms);
  }

  /** A bid was refused so long after it was due. */
  refused(code: string, ms: number): void {
    countOne(this.refusedByCode, code);
    this.#acks.record(ms);
  }

  /** A hammer fell so long after its deadline. */
  hammer(lateMs: number): void {
    if (lateMs < 0) this.fault('earlyHammers');
    this.#hammers.record(lateMs);
  }

  /** A request over HTTP took so long. */
  read(ms: number): void {
    this.totals.reads++;
    this.#reads.record(ms);
  }

  /** Something happened that must not, once or more often. */
  fault(name: string, times = 1): void {
    if (times > 0) this.faults[name] = (this.faults[name] ?? 0) + times;
  }

  /** Something was asked for and not given. */
  failed({ message }: Error): void {
    this.fault('failedRequests');
    if (this.complaints.length < mostComplaints) this.complaints.push(message);
  }

  /** What was counted since the last look. */
  look(): Look {
    const nowMs = performance.now();
    const acks = this.#acks.summary();
    const hammers = this.#hammers.summary();
    const look: Look = {
      seconds: (nowMs - this.#lookedAtMs) / 1_000,
      acceptedBids: this.#acceptedBids,
      ackP50Ms: acks.p50Ms,
      ackP99Ms: acks.p99Ms,
      hammers: hammers.count,
      hammerMaxMs: hammers.maxMs,
      readP99Ms: this.#reads.summary().p99Ms,
      loopDelayP99Ms: Math.max(0, this.#loopDelay.percentile(99) / 1e6 - delayResolutionMs),
    };
    this.#acks = new Latencies();
    this.#hammers = new Latencies();
    this.#reads = new Latencies();
    this.#acceptedBids = 0;
    this.#lookedAtMs = nowMs;
    this.#loopDelay.reset();
    return look;
  }
}
