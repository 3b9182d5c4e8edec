import type { Bench } from '../../bench.ts';
import type { FloodResult, Proof } from '../../generator/chat/chat-api.ts';
import type { ChatCrowd } from '../../generator/chat/start-chat.ts';
import { median } from '../../statistics/median.ts';
import { type ChatHouse, fillRoom, type RunningChatHouse } from './chat-house.ts';
import { floodPlan } from './flood-phases.ts';
import { socketIoChats } from './socket-io-chat.ts';

const room = 'duel';
/** Until everybody has spoken once, which is when a server looks up who that is. */
const warmUpMs = 2_000;

interface DuelPlan {
  readonly people: number;
  readonly rounds: number;
  readonly measureMs: number;
}

/** One that takes part, with its room. */
interface Duelist {
  readonly house: ChatHouse;
  readonly running: RunningChatHouse;
  readonly lot: string;
}

interface Bout {
  readonly full: FloodResult;
  readonly half: FloodResult;
  readonly proof: Proof;
  readonly cpuSeconds: number;
}

/** One that took part: medians of the rounds, and the sums of what went wrong. */
interface DuelRow {
  readonly name: string;
  readonly madeOf: string;
  readonly keeps: string;
  readonly deliveriesPerSecond: number;
  readonly publishPerSecond: number;
  /** At half of its own saturation. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuSecondsPerMillion: number;
  readonly deliveries: number;
  readonly lost: number;
  readonly doubled: number;
  readonly misordered: number;
}

/**
 * The same crowd in a room of each, Lotcast's first, one after the other, round by round. Everybody speaks: what is
 * found is what the servers can do, and not what one socket may send.
 */
export async function duel(
  bench: Bench,
  own: ChatHouse,
  lotcast: RunningChatHouse,
  plan: DuelPlan,
): Promise<DuelRow[]> {
  const crowd = bench.startChatCrowd();
  const duelists: Duelist[] = [{ house: own, running: lotcast, lot: await lotcast.openRoom(crowd, 0) }];
  for (const house of socketIoChats(bench)) {
    const running = await house.start(plan.people);
    duelists.push({ house, running, lot: await running.openRoom(crowd, 0) });
  }
  const bouts = duelists.map((): Bout[] => []);
  for (let round = 0; round < plan.rounds; round++) {
    for (const [n, duelist] of duelists.entries()) {
      const bout = await fight(crowd, duelist, plan);
      bouts[n]?.push(bout);
      const perSecond = Math.round(bout.full.deliveries / bout.full.seconds).toLocaleString('en-US');
      bench.progress(
        `Round ${round + 1} of ${plan.rounds}: ${duelist.house.name}, ${perSecond} deliveries/s`,
      );
    }
  }
  return duelists.map(({ house }, n) => rowOf(house, bouts[n] as Bout[]));
}

async function fight(crowd: ChatCrowd, { house, running, lot }: Duelist, plan: DuelPlan): Promise<Bout> {
  await fillRoom(crowd, room, running, lot, running.cookies.slice(0, plan.people));
  const before = running.cpuSeconds();
  const flood = { ...floodPlan(plan.people), inFlight: house.inFlight, warmUpMs, measureMs: plan.measureMs };
  const full = await crowd.flood(room, flood);
  const cpuSeconds = running.cpuSeconds() - before;
  const half = await crowd.flood(room, { ...flood, ratePerSecond: full.confirmed / full.seconds / 2 });
  const proof = await crowd.proof(room);
  await crowd.leave(room);
  return { full, half, proof, cpuSeconds };
}

function rowOf({ name, madeOf, keeps }: ChatHouse, bouts: readonly Bout[]): DuelRow {
  const middle = (figure: (bout: Bout) => number) => median(bouts.map(figure));
  const sum = (figure: (proof: Proof) => number) =>
    bouts.reduce((total, { proof }) => total + figure(proof), 0);
  return {
    name,
    madeOf,
    keeps,
    deliveriesPerSecond: middle(({ full }) => full.deliveries / full.seconds),
    publishPerSecond: middle(({ full }) => full.confirmed / full.seconds),
    p50Ms: middle(({ half }) => half.delivered.p50Ms),
    p99Ms: middle(({ half }) => half.delivered.p99Ms),
    cpuSecondsPerMillion: middle(
      ({ full, cpuSeconds }) => (1e6 * cpuSeconds) / Math.max(1, full.delivered.count),
    ),
    deliveries: sum(({ deliveries }) => deliveries),
    lost: sum(({ lost }) => lost),
    doubled: sum(({ doubled }) => doubled),
    misordered: sum(({ misordered }) => misordered),
  };
}

/** Lotcast's deliveries a second by those of each other. */
export function ratiosOf(rows: readonly DuelRow[]): Readonly<Record<string, number>> {
  const [own, ...others] = rows as [DuelRow, ...DuelRow[]];
  return Object.fromEntries(
    others.map(({ name, deliveriesPerSecond }) => [name, own.deliveriesPerSecond / deliveriesPerSecond]),
  );
}
