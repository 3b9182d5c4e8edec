import { isDeepStrictEqual } from 'node:util';
import type { Lot } from '../../../schema/http.ts';
import { auctionActor, chatActor } from '../../../schema/ids.ts';
import { limits } from '../../../schema/limits.ts';
import { answerMs } from '../execute/subject.ts';
import { type Failure, failed } from '../failure.ts';
import type { FuzzedServer } from '../server/fuzzed-server.ts';
import { probeBid } from '../server/probe-bid.ts';
import { Wire } from '../targets/wire.ts';

const answersTried = 5;

/** Every lot that is live takes a bid of its least amount from somebody new. */
export async function liveLotsTakeBids({ house, subject }: FuzzedServer): Promise<Failure | null> {
  const [prober] = house.probers;
  for (const lot of house.lots) {
    const answers: string[] = [];
    // Its price and phase may move between the look and the bid, as its clock runs.
    for (let tries = 0; tries < answersTried; tries++) {
      const { auction } = await house.keeper
        .ask<Lot>('GET', `/api/lots/${lot}`)
        .catch(() => ({ auction: null }));
      if (auction === null || auction.phase !== 'live' || auction.paused !== null) break;
      if (auction.minimumPoints > limits.maxPoints) break;
      const answer = await probeBid(subject.port, prober.cookie, lot, auction.minimumPoints);
      // Who leads by a bid of before, as one that a reserve lifted, may not bid plainly again.
      if (answer === 'bidAccepted' || answer === 'leading_already') break;
      answers.push(answer);
    }
    if (answers.length === answersTried) return failed('lotsLive', `${lot}: ${answers.join(', ')}`);
  }
  return null;
}

interface Shown {
  readonly answer?: { readonly seq: number; readonly state: unknown };
  readonly error?: { readonly code: string; readonly message: string };
}

/** The journal of every lot and of its chat room leads to the state that its shard has; of a room that was never opened there is none. */
export async function journalsReplay({ house, subject }: FuzzedServer): Promise<Failure | null> {
  const ask = async (request: object): Promise<Shown> => {
    const wire = await Wire.open({ path: subject.inspectPath });
    try {
      await wire.send(Buffer.from(`${JSON.stringify(request)}\n`));
      await wire.until(() => wire.received.includes('\n'), answerMs);
      return JSON.parse(wire.received.toString('utf8'));
    } finally {
      wire.drop();
    }
  };
  const lots = [...house.lots, house.probeLot];
  for (const actor of [...lots.map(auctionActor), ...lots.map(chatActor)]) {
    const differences: string[] = [];
    for (let tries = 0; tries < answersTried; tries++) {
      const shown = await ask({ request: 'show', actor });
      const to = shown.answer?.seq ?? 0;
      if (to === 0) break;
      const replayed = await ask({ request: 'replay', actor, to });
      const again = await ask({ request: 'show', actor });
      if (again.answer?.seq !== to) continue;
      if (isDeepStrictEqual(shown.answer?.state, replayed.answer?.state)) break;
      differences.push(`${JSON.stringify(shown)} is replayed as ${JSON.stringify(replayed)}`);
    }
    if (differences.length === answersTried) return failed('replays', `${actor}: ${differences[0]}`);
  }
  return null;
}
