import { constants, getPriority, setPriority } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '../statistics.ts';
import { clientFrame, type RawSocket } from './raw-socket.ts';

/** How one load went. */
export interface LoadResult {
  /** Per second: asked for, sent, decided (accepted, or refused by the rules), accepted, and refused for there being too many. */
  readonly offered: number;
  readonly sent: number;
  readonly decided: number;
  readonly accepted: number;
  readonly excess: number;
  /** From the write to the answer (ms). */
  readonly ackP50Ms: number | null;
  readonly ackP99Ms: number | null;
  readonly excessP50Ms: number | null;
  readonly excessP99Ms: number | null;
  /** Sent in the measured time, and without an answer some seconds after it. */
  readonly unanswered: number;
  /** How late this process was at its own work (ms, p99): nothing can have been faster. */
  readonly ownDelayP99Ms: number;
  /** Other codes of refusals, and how often. */
  readonly codes: Readonly<Record<string, number>>;
}

const acceptedPrefix = '{"type":"bidAccepted","lot":"';
const refusedPrefix = '{"type":"bidRefused","lot":"';
const lotChars = 26;
/** What stands between the lot and the number. */
const gap = '","bidId":'.length;
const startPoints = 1_000_000_000;
const stepPoints = 100;
const tickMs = 2;
/** Each socket writes this often, all that is due at once. */
const turnMs = 20;
const drainMs = 3_000;
const excessCodes = new Set(['busy', 'rate_limited']);
/** More are not kept for quantiles. */
const mostSamples = 400_000;

/** Bids of many sockets in many lots at a rate that does not wait for answers. */
export class BidLoad {
  readonly #sockets: readonly RawSocket[];
  readonly #lots: readonly string[];
  readonly #prices: number[];
  /** When each bid was written, by number; 0 when it is answered. */
  #sentAt = new Map<number, number>();
  #lastBidId = Date.now() * 1_000;
  #round: Round = newRound();
  #turn = 0;

  constructor(sockets: readonly RawSocket[], lots: readonly string[]) {
    this.#sockets = sockets;
    this.#lots = lots;
    this.#prices = lots.map(() => startPoints);
    for (const socket of sockets) socket.onText = (bytes, start, end) => this.#answer(bytes, start, end);
  }

  /** Offers so many bids a second for so long, and counts after a warm-up. */
  async run(perSecond: number, warmUpMs: number, measureMs: number): Promise<LoadResult> {
    const priority = getPriority();
    preferThisThread(constants.priority.PRIORITY_HIGH);
    try {
      return await this.#run(perSecond, warmUpMs, measureMs);
    } finally {
      preferThisThread(priority);
    }
  }

  async #run(perSecond: number, warmUpMs: number, measureMs: number): Promise<LoadResult> {
    const startedAt = performance.now();
    const measuredFrom = startedAt + warmUpMs;
    const ownDelay = monitorEventLoopDelay({ resolution: 5 });
    const endsAt = measuredFrom + measureMs;
    this.#round = newRound();
    let due = 0;
    let isMeasuring = false;
    for (let last = startedAt; last < endsAt; ) {
      await pause(tickMs);
      const now = performance.now();
      if (!isMeasuring && now >= measuredFrom) {
        this.#round = newRound();
        ownDelay.enable();
        isMeasuring = true;
      }
      due += ((now - last) * perSecond) / 1_000;
      last = now;
      due -= this.#write(Math.floor(due), now, perSecond);
    }
    const seconds = (performance.now() - measuredFrom) / 1_000;
    ownDelay.disable();
    const { sent, decided, accepted, excess, ackMs, excessMs, codes } = this.#round;
    const rate = (count: number) => Math.round(count / seconds);
    const result = {
      offered: Math.round(perSecond),
      sent: rate(sent),
      decided: rate(decided),
      accepted: rate(accepted),
      excess: rate(excess),
      ackP50Ms: quantile(ackMs, 0.5),
      ackP99Ms: quantile(ackMs, 0.99),
      excessP50Ms: quantile(excessMs, 0.5),
      excessP99Ms: quantile(excessMs, 0.99),
      ownDelayP99Ms: Math.round(ownDelay.percentile(99) / 1e6),
      codes: Object.fromEntries(codes),
    };
    for (
      const giveUpAt = performance.now() + drainMs;
      this.#sentAt.size > 0 && performance.now() < giveUpAt;
    ) {
      await pause(tickMs);
    }
    const unanswered = this.#sentAt.size;
    this.#sentAt = new Map();
    return { ...result, unanswered };
  }

  /** Writes what is due, a few sockets each time, each with all of its share; gives how many bids that were. */
  #write(due: number, now: number, perSecond: number): number {
    const share = Math.max(1, Math.round((perSecond * turnMs) / 1_000 / this.#sockets.length));
    let written = 0;
    for (let served = 0; written < due && served < this.#sockets.length; served++) {
      const n = this.#turn++;
      const socket = this.#sockets[n % this.#sockets.length] as RawSocket;
      let frames = '';
      const count = Math.min(share, due - written);
      for (let k = 0; k < count; k++) {
        // Neighbours bid in the same lot, and in another one each time, so that hardly anybody outbids himself.
        const cycle = Math.floor(n / this.#sockets.length);
        const lot = (Math.floor(n / 2) + k + cycle * 37) % this.#lots.length;
        this.#prices[lot] = (this.#prices[lot] as number) + stepPoints;
        const bidId = ++this.#lastBidId;
        this.#sentAt.set(bidId, now);
        frames += clientFrame(
          `{"type":"bid","lot":"${this.#lots[lot]}","bidId":${bidId},"amount":${this.#prices[lot]}}`,
        );
      }
      socket.send(frames);
      written += count;
    }
    this.#round.sent += written;
    return written;
  }

  #answer(bytes: Buffer, start: number, end: number): void {
    // "bidA…" and "bidR…" differ here; nothing else begins like either.
    const letter = bytes[start + '{"type":"bid'.length];
    const isAccepted = letter === 0x41;
    if (!isAccepted && letter !== 0x52) return;
    let at = start + (isAccepted ? acceptedPrefix : refusedPrefix).length + lotChars + gap;
    let bidId = 0;
    for (let digit = bytes[at] as number; digit >= 0x30 && digit <= 0x39; digit = bytes[++at] as number) {
      bidId = bidId * 10 + digit - 0x30;
    }
    const sentAt = this.#sentAt.get(bidId);
    if (sentAt === undefined) return;
    this.#sentAt.delete(bidId);
    const tookMs = performance.now() - sentAt;
    const round = this.#round;
    if (isAccepted) {
      round.accepted++;
      round.decided++;
    } else {
      const codeAt = at + ',"code":"'.length;
      const code = bytes.toString('latin1', codeAt, Math.min(end, bytes.indexOf('"', codeAt)));
      round.codes.set(code, (round.codes.get(code) ?? 0) + 1);
      if (excessCodes.has(code)) {
        round.excess++;
        if (round.excessMs.length < mostSamples) round.excessMs.push(tookMs);
        return;
      }
      if (code !== 'retry') round.decided++;
    }
    if (round.ackMs.length < mostSamples) round.ackMs.push(tookMs);
  }
}

/** Who measures must not stand in line behind what is measured. Not everybody may ask for that. */
function preferThisThread(priority: number): void {
  try {
    setPriority(priority);
  } catch {
    // The figures say how late this process was.
  }
}

interface Round {
  sent: number;
  decided: number;
  accepted: number;
  excess: number;
  readonly ackMs: number[];
  readonly excessMs: number[];
  readonly codes: Map<string, number>;
}

const newRound = (): Round => ({
  sent: 0,
  decided: 0,
  accepted: 0,
  excess: 0,
  ackMs: [],
  excessMs: [],
  codes: new Map(),
});
