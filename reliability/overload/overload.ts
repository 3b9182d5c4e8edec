import { setTimeout as pause } from 'node:timers/promises';
import { openLot } from '../../gateway/socket/testing/lots.ts';
import { Person } from '../../gateway/socket/testing/person.ts';
import { roomy } from '../../gateway/socket/testing/roomy.ts';
import { type RunningLotcast, startLotcast } from '../../testing/lotcast.ts';
import { OwnScope } from '../own-scope.ts';
import { BidLoad, type LoadResult } from './bid-load.ts';
import { Crowd } from './crowd.ts';
import type { CrowdTask } from './crowd.worker.ts';
import { Hammers } from './hammers.ts';
import { MemoryWatch } from './memory.ts';
import { RawSocket } from './raw-socket.ts';

export interface LoadStep extends LoadResult {
  /** Times saturation. */
  readonly times: number;
  readonly memory: ReturnType<MemoryWatch['stop']>;
  readonly hammer: Awaited<ReturnType<Hammers['lateness']>>;
}

export interface CrowdStep {
  readonly kind: CrowdTask['kind'];
  readonly count: number;
  readonly beside: LoadResult;
  readonly crowd: Awaited<ReturnType<Crowd['end']>>;
  readonly memory: ReturnType<MemoryWatch['stop']>;
}

export interface OverloadResult {
  readonly held: boolean;
  readonly saturation: number;
  readonly loads: readonly LoadStep[];
  /** Those beside the crowds, while there is none: before and after them. */
  readonly alone: readonly LoadResult[];
  readonly crowds: readonly CrowdStep[];
  readonly broken: readonly string[];
}

const sockets = 400;
const lotCount = 100;
const hammers = 40;
const warmUpMs = 1_000;
/** Rates tried for saturation; one that is kept up with decides most of what is offered. */
const firstRate = 2_000;
const rateFactor = 1.4;
const keepsUp = 0.9;
const mostRate = 400_000;
const crowdSize = 5_000;
const connectsPerSecond = 500;
const bidsBesideCrowd = 50;
const besideSockets = 40;
const besideLots = 10;

/** What counts as kept, from the promises. */
const goodputShare = 0.9;
const mostExcessMs = 50;
const mostHammerLateMs = 100;
const mostSlowdown = 2;
const mostGrowth = 1.25;
const growthAllowanceMiB = 64;

/** Overloads a real service, on its embedded database, in several ways. */
export async function runOverload(
  isQuick: boolean,
  progress: (line: string) => void,
): Promise<OverloadResult> {
  const scope = new OwnScope();
  const measureMs = isQuick ? 4_000 : 15_000;
  const crowdMs = isQuick ? 5_000 : 20_000;
  const comingMs = isQuick ? 10_000 : 60_000;
  try {
    const server = await startLotcast(scope, { env: roomy });
    const seller = await Person.signIn(server.url, 'Seller');
    const load = await bidders(server, seller, sockets, lotCount);
    const saturation = await findSaturation(load, isQuick ? 1_500 : 4_000, progress);
    const loads: LoadStep[] = [];
    for (const times of [1, 2, 5]) {
      progress(`Offering ${times} × ${saturation} bids/s for ${measureMs / 1_000} s`);
      const hung = await Hammers.hang(seller, hammers, warmUpMs + 1_000, warmUpMs + measureMs);
      const memory = new MemoryWatch(server.pid);
      const result = await load.run(times * saturation, warmUpMs, measureMs);
      const seen = memory.stop();
      loads.push({ times, ...result, memory: seen, hammer: await hung.lateness(seller) });
    }

    const lots = await openLots(seller, besideLots);
    const beside = await bidders(server, seller, besideSockets, besideLots, lots);
    const bidBeside = (ms: number) => beside.run(bidsBesideCrowd, warmUpMs, ms);
    const alone: LoadResult[] = [];
    const crowds: CrowdStep[] = [];
    progress(`${bidsBesideCrowd} bids/s with nobody beside`);
    alone.push(await bidBeside(crowdMs));
    for (const kind of ['deaf', 'silent', 'coming'] as const) {
      const count = kind === 'coming' ? connectsPerSecond : crowdSize;
      progress(`The same beside a crowd: ${kind}, ${count}`);
      const crowd = await Crowd.gather(scope, { kind, url: server.url, lots, count });
      const memory = new MemoryWatch(server.pid);
      const result = await bidBeside(kind === 'coming' ? comingMs : crowdMs);
      const seen = memory.stop();
      crowds.push({ kind, count, beside: result, crowd: await crowd.end(), memory: seen });
      await pause(1_000);
    }
    progress(`${bidsBesideCrowd} bids/s with nobody beside again`);
    alone.push(await bidBeside(crowdMs));
    const broken = brokenBy(loads, alone, crowds);
    return { held: broken.length === 0, saturation, loads, alone, crowds, broken };
  } finally {
    await scope.end();
  }
}

const openLots = (seller: Person, count: number) =>
  Promise.all(Array.from({ length: count }, () => openLot(seller, { startPoints: 1_000_000_000 })));

async function bidders(
  { url }: RunningLotcast,
  seller: Person,
  count: number,
  lots: number,
  known?: readonly string[],
): Promise<BidLoad> {
  const people = await Promise.all(
    Array.from({ length: count }, (_, n) => Person.signIn(url, `Bidder ${n}`)),
  );
  const connections = await Promise.all(people.map(({ cookie }) => RawSocket.open(url, cookie)));
  return new BidLoad(connections, known ?? (await openLots(seller, lots)));
}

/** The most that was decided a second, at rates that rise until twice in a row no more was. */
async function findSaturation(
  load: BidLoad,
  stepMs: number,
  progress: (line: string) => void,
): Promise<number> {
  let most = 0;
  let rate = firstRate;
  for (let failed = 0; failed < 2 && rate < mostRate; rate *= rateFactor) {
    const { sent, decided, ackP50Ms } = await load.run(rate, warmUpMs, stepMs);
    const wait = ackP50Ms?.toFixed(1) ?? '–';
    progress(`${Math.round(rate)} bids/s offered: ${sent} sent, ${decided} decided, ${wait} ms median`);
    failed = decided > most && decided > keepsUp * rate ? 0 : failed + 1;
    most = Math.max(most, decided);
  }
  return most;
}

function brokenBy(
  loads: readonly LoadStep[],
  alone: readonly LoadResult[],
  crowds: readonly CrowdStep[],
): string[] {
  const broken: string[] = [];
  const best = Math.max(...loads.map(({ decided }) => decided));
  for (const { times, decided, excess, excessP99Ms, hammer, memory, unanswered } of loads) {
    const at = `at ${times} × saturation`;
    if (decided < goodputShare * best)
      broken.push(`${at} ${decided} bids/s were decided, of ${best} at best`);
    if (excess > 0 && (excessP99Ms ?? 0) > mostExcessMs) {
      broken.push(
        `${at} the excess was refused within ${excessP99Ms?.toFixed(0)} ms (p99), not ${mostExcessMs}`,
      );
    }
    if (hammer.maxMs > mostHammerLateMs) broken.push(`${at} a hammer fell ${hammer.maxMs} ms late`);
    if (memory.endMiB > memory.startMiB * mostGrowth + growthAllowanceMiB) {
      broken.push(`${at} memory went from ${memory.startMiB} to ${memory.endMiB} MiB`);
    }
    if (unanswered > 0) broken.push(`${at} ${unanswered} bids got no answer`);
  }
  const quietP99Ms = Math.max(...alone.map(({ ackP99Ms }) => ackP99Ms ?? 0));
  for (const { kind, beside } of crowds) {
    if ((beside.ackP99Ms ?? Number.POSITIVE_INFINITY) > mostSlowdown * quietP99Ms) {
      broken.push(
        `beside the crowd (${kind}) p99 was ${beside.ackP99Ms?.toFixed(1)} ms, ${quietP99Ms.toFixed(1)} without`,
      );
    }
  }
  return broken;
}
