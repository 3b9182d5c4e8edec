import type { Bench } from '../bench.ts';
import { startPoints } from '../house/house.ts';
import { seat } from '../house/seating.ts';
import { scenario } from '../scenario.ts';
import { cpuSecondsOf } from '../servers/proc.ts';
import { median, spread } from '../statistics/median.ts';

const warmUpMs = 1_000;
const lot = (n: number) => String(n).padStart(26, '0');

/** The limit alone: how fast a server goes that only sends back what it gets. */
export const echo = scenario({
  about: 'the limit alone: a bare uWebSockets.js server that sends each message back',
  defaults: { seconds: 5, rounds: 3, sockets: 1_000, auctions: 100, inFlight: 1, rate: null },
  async run(settings, bench: Bench) {
    const { sockets, auctions, inFlight } = settings;
    const server = await bench.startEcho();
    const generator = bench.startGenerator();
    await generator.connect(
      'echo',
      server.target,
      Array.from({ length: sockets }, () => null),
    );
    const lots = Array.from({ length: auctions }, (_, n) => lot(n));
    await generator.group('echo', seat(sockets, lots, inFlight).groups, startPoints);

    const rounds = [];
    const cpuSeconds = { server: 0, generator: 0, wall: 0 };
    for (let round = 0; round < settings.rounds; round++) {
      const before = {
        server: server.cpuSeconds(),
        generator: cpuSecondsOf(generator.pid),
        at: performance.now(),
      };
      rounds.push(
        await generator.bid('echo', {
          warmUpMs,
          measureMs: settings.seconds * 1_000,
          inFlight,
          ratePerSecond: settings.rate,
          losingPercent: 0,
          acceptedBids: null,
        }),
      );
      cpuSeconds.server += server.cpuSeconds() - before.server;
      cpuSeconds.generator += cpuSecondsOf(generator.pid) - before.generator;
      cpuSeconds.wall += (performance.now() - before.at) / 1_000;
    }
    const perSecond = rounds.map(({ acceptedBids, seconds }) => acceptedBids / seconds);
    return {
      echoPerSecond: median(perSecond),
      echoP50Ms: median(rounds.map(({ ack }) => ack.p50Ms)),
      echoP99Ms: median(rounds.map(({ ack }) => ack.p99Ms)),
      sendDelayP99Ms: median(rounds.map(({ sendDelay }) => sendDelay.p99Ms)),
      echoPerSecondSpread: spread(perSecond),
      unanswered: rounds.at(-1)?.unanswered ?? 0,
      cpuSeconds,
    };
  },
});
