import { setTimeout as pause } from 'node:timers/promises';
import type { ServerMessage } from '../../schema/wire/server.ts';
import { inParallel } from '../in-parallel.ts';
import { Connection, type Listener, type Target } from './connection.ts';
import { clientFrame, opcodes } from './frames.ts';
import type { HammerLog } from './hammer-log.ts';
import type { LastSecondPlan, LastSecondReport } from './messages.ts';
import { countOne } from './round-counts.ts';
import { until } from './until.ts';

const connectingAtOnce = 64;
const answerTimeoutMs = 10_000;

/**
 * One bid close to the end. Its frame stands between two questions for the time, all in one write. The
 * server handles a connection's messages in order, so it had the bid after the first of the two times and
 * before the second: a second time before the deadline proves that the bid came in time, a first one at or
 * after the deadline that it came late. What is between proves nothing and is not judged.
 */
interface Shot {
  readonly lot: string;
  endsAt: number;
  readonly atMs: number;
  readonly amountPoints: number;
  serverNowBefore: number | null;
  serverNowAfter: number | null;
  answer: string | null;
}

/** Bids on every lot shortly before its end, and judges the answers. */
export async function bidAtLastSecond(
  hammers: HammerLog,
  target: Target,
  cookies: readonly string[],
  plan: LastSecondPlan,
): Promise<LastSecondReport> {
  const shots = aim(hammers.awaited, plan);
  const firstBidId = Date.now() * 1_000;
  const connections: Connection[] = [];
  await inParallel(cookies, connectingAtOnce, async (cookie) => {
    connections.push(await Connection.open(target, cookie, () => new Scorer(shots, firstBidId)));
  });

  for (let n = 0; n < shots.length; n++) {
    const shot = shots[n] as Shot;
    const waitMs = shot.atMs - Date.now();
    if (waitMs > 0) await pause(waitMs);
    const connection = connections[n % connections.length] as Connection;
    connection.send(
      timeFrame(2 * n) +
        clientFrame(
          opcodes.text,
          `{"type":"bid","lot":"${shot.lot}","bidId":${firstBidId + n},"amount":${shot.amountPoints}}`,
        ) +
        timeFrame(2 * n + 1),
    );
  }
  await until(
    () => shots.every((shot) => shot.answer !== null && shot.serverNowAfter !== null),
    answerTimeoutMs,
  );
  for (const connection of connections) connection.destroy();
  // An outage that was given back meanwhile moved the end.
  for (const shot of shots) shot.endsAt = hammers.endOf(shot.lot) ?? shot.endsAt;
  return judge(shots);
}

function aim(endsAt: ReadonlyMap<string, number>, plan: LastSecondPlan): Shot[] {
  const shots: Shot[] = [];
  for (const [lot, lotEndsAt] of endsAt) {
    const leads = Array.from(
      { length: plan.shotsPerLot },
      () => plan.latestMs + Math.random() * (plan.earliestMs - plan.latestMs),
    );
    leads
      .sort((a, b) => b - a)
      .forEach((leadMs, n) => {
        shots.push({
          lot,
          endsAt: lotEndsAt,
          atMs: lotEndsAt - leadMs,
          amountPoints: plan.startPoints + n,
          serverNowBefore: null,
          serverNowAfter: null,
          answer: null,
        });
      });
  }
  return shots.sort((a, b) => a.atMs - b.atMs);
}

function timeFrame(clientAt: number): string {
  return clientFrame(opcodes.text, `{"type":"time","clientAt":${clientAt}}`);
}

/** Writes down what one connection is told about its shots. */
class Scorer implements Listener {
  readonly #shots: readonly Shot[];
  readonly #firstBidId: number;

  constructor(shots: readonly Shot[], firstBidId: number) {
    this.#shots = shots;
    this.#firstBidId = firstBidId;
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    const message = JSON.parse(Buffer.from(bytes.subarray(start, end)).toString()) as ServerMessage;
    if (message.type === 'time') {
      const shot = this.#shots[message.clientAt >>> 1] as Shot;
      if (message.clientAt % 2 === 0) shot.serverNowBefore = message.serverNow;
      else shot.serverNowAfter = message.serverNow;
    } else if (message.type === 'bidAccepted' || message.type === 'bidRefused') {
      const shot = this.#shots[message.bidId - this.#firstBidId] as Shot;
      shot.answer = message.type === 'bidAccepted' ? 'accepted' : message.code;
    }
  }

  readEnded(): void {}

  lost(): void {}
}

function judge(shots: readonly Shot[]): LastSecondReport {
  const answersInTime: Record<string, number> = {};
  let provenInTime = 0;
  let provenLate = 0;
  let acceptedLate = 0;
  let unanswered = 0;
  for (const shot of shots) {
    if (shot.answer === null) {
      unanswered++;
    } else if (shot.serverNowAfter !== null && shot.serverNowAfter < shot.endsAt) {
      provenInTime++;
      countOne(answersInTime, shot.answer);
    } else if (shot.serverNowBefore !== null && shot.serverNowBefore >= shot.endsAt) {
      provenLate++;
      if (shot.answer === 'accepted') acceptedLate++;
    }
  }
  return {
    shots: shots.length,
    provenInTime,
    provenLate,
    acceptedInTime: answersInTime.accepted ?? 0,
    refusedInTime: answersInTime.closed ?? 0,
    acceptedLate,
    answersInTime,
    unanswered,
  };
}
