import { limits } from '../../../schema/limits.ts';
import { inParallel } from '../../in-parallel.ts';
import { Latencies } from '../../statistics/latency.ts';
import { Beats } from '../beats.ts';
import { Connection } from '../connection.ts';
import { MeasuredTime } from '../measured-time.ts';
import { startPacemaker } from '../pacemaker.ts';
import { countOne } from '../round-counts.ts';
import { until } from '../until.ts';
import type { EnterPlan, EnterResult, FloodPlan, FloodResult, Proof } from './chat-api.ts';
import { FloodCounts } from './flood-counts.ts';
import { Member } from './member.ts';
import { counterOf, speakerOf, type Told, toldIn } from './message-text.ts';
import { RoomOrder } from './room-order.ts';
import { SaidFrames } from './said-frames.ts';

/** How long the answers and the deliveries of the last messages may take. */
const settleTimeoutMs = 15_000;
/** A speaker stays below what its socket may send. */
const spacingMs = 1_000 / (0.95 * limits.messagesPerSecond);
const tickMs = 1;
const keptFaults = 5;

/** Speakers and listeners of one room: what they say, what each hears, and whether it is the same for all. */
export class Room {
  readonly plan: EnterPlan;
  readonly #members: Member[] = [];
  readonly #faults: string[] = [];
  readonly #joined = new Latencies();
  readonly #errors: Record<string, number> = {};
  readonly #closed: Record<string, number> = {};
  readonly #refused: Record<string, number> = {};
  readonly #frames = new SaidFrames((told) => this.#firstHeard(told));
  #order = new RoomOrder(0);
  /** Those who are coming in, and what ends that. */
  readonly #waiting = new Map<Member, (fault: string | null) => void>();
  #sent = 0;
  #answered = 0;
  #confirmed = 0;
  #refusedCount = 0;
  #delivered = 0;
  #nextSpeaker = 0;
  #counts = new FloodCounts(new MeasuredTime());
  #readAtMs = 0;

  constructor(plan: EnterPlan) {
    this.plan = plan;
  }

  /** Lets everybody in. */
  async enter(): Promise<EnterResult> {
    const { cookies, targets, atOnce, timeoutMs } = this.plan;
    await inParallel(cookies, atOnce, async (cookie, n) => {
      const startedMs = performance.now();
      let member: Member | null = null;
      const opening = Connection.open(
        targets[n % targets.length] as (typeof targets)[number],
        cookie,
        (connection) => {
          member = new Member(connection, this);
          this.#members[n] = member;
          return member;
        },
      );
      const fault = await this.#comingIn(opening, () => member as Member | null, timeoutMs);
      if (fault === null) this.#joined.record(performance.now() - startedMs);
      else if (this.#faults.length < keptFaults) this.#faults.push(fault);
    });
    return { inside: this.#joined.summary().count, faults: this.#faults, joined: this.#joined.summary() };
  }

  #comingIn(
    opening: Promise<Connection>,
    member: () => Member | null,
    timeoutMs: number,
  ): Promise<string | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => resolve(`was shown ${member()?.shown ?? 0} messages in time`),
        timeoutMs,
      );
      const done = (fault: string | null) => {
        clearTimeout(timer);
        resolve(fault);
      };
      opening.then(
        () => {
          const who = member() as Member;
          this.#waiting.set(who, done);
          who.enter();
        },
        (error: Error) => done(error.message),
      );
    });
  }

  /** A picture of the room came to somebody. */
  entered(member: Member, seq: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.#sent === 0 && this.#order.lastSeq < seq) this.#order = new RoomOrder(seq);
    this.#shown(member, toldIn(bytes, start, end).messages);
  }

  /** Whoever has been shown enough is inside, whether it came as a picture or as what has happened since. */
  #shown(member: Member, messages: number): void {
    member.shown += messages;
    if (member.shown < this.plan.history) return;
    this.#waiting.get(member)?.(null);
    this.#waiting.delete(member);
  }

  /** Speaks for a while, and tells what came of it. */
  async flood(plan: FloodPlan): Promise<FloodResult> {
    const time = new MeasuredTime();
    const counts = new FloodCounts(time);
    this.#counts = counts;
    const speakers = this.#members.slice(0, plan.speakers);
    const stopAt = this.#delivered + (plan.deliveries ?? Number.POSITIVE_INFINITY);
    const tick =
      plan.ratePerSecond === null
        ? this.#closedLoop(speakers, plan.inFlight)
        : this.#openLoop(speakers, plan.ratePerSecond, counts);
    const stopPacemaker = await startPacemaker(tickMs, tick);
    const fromMs = performance.now() + plan.warmUpMs;
    const toMs = fromMs + plan.measureMs;
    time.set(fromMs, toMs);
    await until(
      () => performance.now() >= toMs || this.#delivered >= stopAt || this.#isDeserted,
      plan.warmUpMs + plan.measureMs + settleTimeoutMs,
    );
    time.endAt(performance.now());
    await stopPacemaker();
    await this.#settle();
    return { ...counts.result(), refused: this.#refused };
  }

  /** As many messages as fit on the way to those who are slowest to hear them. */
  #closedLoop(speakers: readonly Member[], mostOnTheirWay: number): () => void {
    return () => {
      const nowMs = performance.now();
      let free = mostOnTheirWay - this.#onTheirWay();
      for (let n = 0; n < speakers.length && free > 0; n++) {
        const speaker = speakers[this.#nextSpeaker % speakers.length] as Member;
        if (speaker.maySpeak(nowMs)) {
          this.#say(speaker, this.#nextSpeaker % speakers.length, nowMs, nowMs);
          free--;
        }
        this.#nextSpeaker++;
      }
    };
  }

  #openLoop(
    speakers: readonly Member[],
    ratePerSecond: number,
    counts: FloodCounts,
  ): (dueMs: number) => void {
    const beats = new Beats(ratePerSecond, (dueMs, nowMs) => {
      const n = this.#nextSpeaker++ % speakers.length;
      counts.sent(dueMs, nowMs);
      this.#say(speakers[n] as Member, n, dueMs, nowMs);
    });
    return (dueMs) => beats.tick(dueMs);
  }

  #say(speaker: Member, number: number, dueMs: number, nowMs: number): void {
    this.#sent++;
    speaker.say(this.plan.firstSpeaker + number, dueMs, nowMs, spacingMs);
  }

  /** Messages that somebody has not heard yet, refused ones left out. */
  #onTheirWay(): number {
    let least = Number.POSITIVE_INFINITY;
    for (const { heard } of this.#members) least = Math.min(least, heard);
    return this.#sent - this.#refusedCount - least;
  }

  async #settle(): Promise<void> {
    await until(() => this.#answered === this.#sent || this.#isDeserted, settleTimeoutMs);
    await until(() => this.#onTheirWay() <= 0 || this.#isDeserted, settleTimeoutMs);
  }

  /** Whether everybody heard everything once and in the same order, since the beginning. */
  proof(): Proof {
    const places = this.#members.map((member) => member.places);
    const faults = this.#order.faults(this.plan.firstSpeaker, places);
    const everybody = this.#members.length;
    let lost = faults.lost * everybody;
    let doubled = faults.doubled * everybody;
    let misordered = faults.misordered * everybody;
    for (const { hearing } of this.#members) {
      lost += hearing.lost(this.#order.lastSeq);
      doubled += hearing.doubled;
      misordered += hearing.misordered;
    }
    return {
      deliveries: this.#delivered,
      lost,
      doubled,
      misordered,
      strange: faults.strange,
      confirmed: this.#confirmed,
      unanswered: this.#sent - this.#answered,
      errors: this.#errors,
      closed: this.#closed,
    };
  }

  /** Deliveries so far. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Ends all connections. */
  leave(): void {
    for (const member of this.#members) member?.leave();
  }

  /** Messages came to somebody. */
  events(member: Member, bytes: Uint8Array, start: number, end: number): void {
    const { seqs, messages, dueMs, isRun } = this.#frames.read(bytes, start, end);
    if (seqs.length === 0) return;
    this.#delivered += dueMs.length;
    member.heard += dueMs.length;
    if (this.#waiting.size > 0) this.#shown(member, messages);
    if (!isRun || !member.hearing.run(seqs[0] as number, seqs.length)) {
      for (const seq of seqs) member.hearing.event(seq);
    }
    this.#counts.frame(dueMs, end - start, this.#now());
  }

  /** A message was confirmed to its speaker. */
  confirmed(dueMs: number): void {
    this.#answered++;
    this.#confirmed++;
    this.#counts.confirmed(dueMs, this.#now());
  }

  /** A message was refused. */
  refused(code: string): void {
    this.#answered++;
    this.#refusedCount++;
    countOne(this.#refused, code);
  }

  /** The server complained. */
  complaint(text: string): void {
    const { code } = JSON.parse(text) as { readonly code: string };
    countOne(this.#errors, code);
  }

  /** The server, or something between, ended a connection. */
  connectionLost(closeCode: number): void {
    countOne(this.#closed, String(closeCode));
  }

  /** All that one read brought has been handled. */
  readEnded(): void {
    this.#readAtMs = 0;
  }

  /** Gives when each message of a speaker of ours should have been sent. */
  #firstHeard({ seqs, codes }: Told): number[] {
    const dueMs: number[] = [];
    for (const [n, seq] of seqs.entries()) {
      const code = codes[n] as number;
      this.#order.heard(seq, code);
      const due = this.#members[speakerOf(code) - this.plan.firstSpeaker]?.dueMs[counterOf(code)];
      if (due !== undefined) dueMs.push(due);
    }
    return dueMs;
  }

  #now(): number {
    if (this.#readAtMs === 0) this.#readAtMs = performance.now();
    return this.#readAtMs;
  }

  get #isDeserted(): boolean {
    return Object.values(this.#closed).reduce((sum, count) => sum + count, 0) === this.#members.length;
  }
}
