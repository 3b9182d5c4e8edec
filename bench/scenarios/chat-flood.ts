import { ensurePeerStores } from '../../setup/debian-packages.mjs';
import { ensurePeerPackages } from '../../setup/packages.mjs';
import type { Bench } from '../bench.ts';
import type { FloodResult, Proof } from '../generator/chat/chat-api.ts';
import { scenario } from '../scenario.ts';
import { spent } from '../statistics/spent.ts';
import { type Beside, measureBeside } from './chat/beside-bids.ts';
import { fillRoom } from './chat/chat-house.ts';
import { chatTable } from './chat/chat-table.ts';
import { duel, ratiosOf } from './chat/duel.ts';
import { flooded, floodPlan, floodUntil } from './chat/flood-phases.ts';
import { lotcastChat } from './chat/lotcast-chat.ts';

/** So many times the first deliveries follow. */
const longTimes = 10;
const bidsPerSecond = 500;

/**
 * A room in which many speak at once, while bids are made in lots of the same shard. A delivery is one message received
 * by one socket, in whatever frame; every socket proves what it heard by the speaker and the counter that stand in the
 * text, and by the room's own numbers. Speakers may say more here than people may (CHAT_REFILL_MS).
 *
 * `bidsSlowdownPercent`: bids are made at one moderate rate, in rounds that take turns, without chat and beside as much of
 * it as people's limits allow. A bid is slow if its answer took longer than that of the slowest per cent of the bids in
 * the round without chat. The figure is the share of slow bids beside the chat less their share without it, the median of
 * all rounds. `bidsSlowdownFastPercent` is the same at half of the saturation. `bidsSlowdown` has both, what the same chat
 * in another server on this machine does, so that what the crowd's own work takes can be told apart, and chance (`again`).
 */
export const chatFlood = scenario({
  about: 'one chat room that many speak in at once, and bids in other lots of its shard',
  defaults: {
    speakers: 100,
    listeners: 500,
    deliveries: 1_250_000,
    seconds: 4,
    rounds: 6,
    rate: bidsPerSecond,
    gateways: null,
    shards: 1,
    journal: null,
    profile: false,
    quick: false,
    peer: null,
  },
  async run(settings, bench: Bench) {
    const { speakers, listeners, deliveries, quick, peer, rate } = settings;
    const people = speakers + listeners;
    const rounds = quick ? 1 : settings.rounds;
    const measureMs = 1_000 * settings.seconds;
    if (peer !== null) {
      await ensurePeerStores();
      await ensurePeerPackages();
    }
    const house = lotcastChat(bench, settings);
    const lotcast = await house.start(people);
    const crowd = bench.startChatCrowd();
    const lot = await lotcast.openRoom(crowd, 0);
    await fillRoom(crowd, flooded, lotcast, lot, lotcast.cookies);

    const cpuBefore = lotcast.server.cpuSeconds();
    const first = await floodUntil(bench, crowd, speakers, deliveries);
    const long = quick ? null : await floodUntil(bench, crowd, speakers, longTimes * deliveries);
    const cpuSeconds = spent(cpuBefore, lotcast.server.cpuSeconds());
    const saturated = long ?? first;
    const messagesPerSecond = saturated.confirmed / saturated.seconds / 2;
    bench.progress(`At half of the saturation: ${Math.round(messagesPerSecond)} messages/s`);
    const ratePerSecond = messagesPerSecond;
    const half = await crowd.flood(flooded, { ...floodPlan(speakers), ratePerSecond, measureMs });
    const elsewhere = await house.start(people);
    const beside = await measureBeside(bench, crowd, lotcast, elsewhere, {
      rounds,
      measureMs,
      bidsPerSecond: rate ?? bidsPerSecond,
      speakers,
      messagesPerSecond,
    });
    await elsewhere.stop();
    const proof = await crowd.proof(flooded);
    await crowd.stop();
    const rows = peer === null ? [] : await duel(bench, house, lotcast, { people, rounds, measureMs });
    return {
      ...figuresOf(proof, saturated, half, beside),
      wantedDeliveries: (quick ? 1 : 1 + longTimes) * deliveries,
      first: phaseOf(first),
      long: long === null ? null : phaseOf(long),
      journal: lotcast.journal,
      fsync: await lotcast.server.fsync(),
      cpuSeconds,
      ...(rows.length === 0 ? {} : { ratios: ratiosOf(rows), rows }),
    };
  },
  faults(figures) {
    const wrong = ['lost', 'doubled', 'misordered', 'strange', 'unanswered'] as const;
    const isWhole = (figures.deliveries as number) >= (figures.wantedDeliveries as number);
    return [
      ...wrong.filter((name) => figures[name] !== 0).map((name) => `${figures[name]} ${name}`),
      ...(isWhole ? [] : [`there were only ${figures.deliveries} deliveries`]),
    ];
  },
  table: (figures) =>
    chatTable(figures, [
      ['deliveries/s', 'deliveriesPerSecond'],
      ['messages/s', 'publishPerSecond'],
      ['at half: p50 ms', 'p50Ms'],
      ['p99 ms', 'p99Ms'],
      ['CPU s/million', 'cpuSecondsPerMillion'],
      ['lost', 'lost'],
      ['doubled', 'doubled'],
      ['misordered', 'misordered'],
    ]),
});

function figuresOf(proof: Proof, saturated: FloodResult, half: FloodResult, beside: Beside) {
  return {
    deliveries: proof.deliveries,
    lost: proof.lost,
    doubled: proof.doubled,
    misordered: proof.misordered,
    deliveriesPerSecond: saturated.deliveries / saturated.seconds,
    publishPerSecond: saturated.confirmed / saturated.seconds,
    p99Ms: half.delivered.p99Ms,
    bidsSlowdownPercent: beside.slowdown.allowed.percent,
    bidsSlowdownFastPercent: beside.slowdown.fast.percent,
    bidsSlowdown: beside.slowdown,
    bids: beside.bids,
    bidAckMs: beside.ackMs,
    p50Ms: half.delivered.p50Ms,
    sayAckP50Ms: half.ack.p50Ms,
    sayAckP99Ms: half.ack.p99Ms,
    sendDelayP99Ms: half.sendDelay.p99Ms,
    messagesPerFrame: saturated.deliveries / Math.max(1, saturated.frames),
    strange: proof.strange,
    confirmed: proof.confirmed,
    refused: half.refused,
    unanswered: proof.unanswered,
    errors: proof.errors,
    closed: proof.closed,
  };
}

const phaseOf = ({ seconds, deliveries, confirmed }: FloodResult) => ({ seconds, deliveries, confirmed });
