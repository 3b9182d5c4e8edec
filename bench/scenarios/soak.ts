import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { figuresTable } from '../figures-table.ts';
import { type Figures, scenario } from '../scenario.ts';
import type { Lotcast } from '../servers/lotcast.ts';
import { faultsOf } from './soak/faults.ts';
import { type Sample, takeSample } from './soak/sample.ts';
import { type SalesroomProcess, startSalesroom } from './soak/start-salesroom.ts';
import { judge } from './soak/verdict.ts';

/** So few that others can work beside it. */
const usualBidsPerSecond = 300;
/** So that a lot is sold every second with 24 at a time. */
const biddingMs = { leastBiddingMs: 8_000, mostBiddingMs: 20_000 };
const sampleEveryMs = 5_000;
/** Thorough samples stop all threads for a moment, so there are few, and enough to lay a line through. */
const thoroughSamples = 30;
const leastThoroughEveryMs = 10_000;
const progressEveryMs = 30_000;

/** What was found; `isFlat` is about memory and handles, `reasons` tells all that was not as it should be. */
export interface SoakFigures extends Figures {
  readonly isFlat: boolean;
  readonly reasons: readonly string[];
  readonly samples: readonly Sample[];
}

/** A long evening with everything that goes on at a house, at a bounded rate: does anything grow? */
export const soak = scenario({
  about:
    'bids, visitors, readers and lots that come and go for a long time: memory, handles and latencies over time',
  defaults: {
    minutes: 30,
    rate: usualBidsPerSecond,
    auctions: 24,
    sockets: 120,
    shards: null,
    journal: null,
  },
  async run({ minutes, rate, auctions, sockets, shards, journal }, bench: Bench) {
    const bidsPerSecond = rate ?? usualBidsPerSecond;
    if (sockets < 2 * auctions) throw new Error('There must be two sockets at least for each auction.');
    const setup = await bench.setUpLotcast({ shards, journal, tellsMemory: true, servesMetrics: true });
    const lotcast = await bench.startLotcast(setup);
    const salesroom = startSalesroom(bench.children);
    bench.progress(`Opening: ${auctions} auctions at a time, ${sockets} bidders, ${bidsPerSecond} bids/s`);
    await salesroom.open({
      url: lotcast.url,
      target: lotcast.target,
      bidsPerSecond,
      rostrums: auctions,
      bidders: sockets,
      ...biddingMs,
    });
    const cpuBefore = lotcast.cpuSeconds();
    const samples = await watch(lotcast, salesroom, minutes * 60_000, bench.progress);
    const cpuAfter = lotcast.cpuSeconds();
    bench.progress('Letting the last hammers fall');
    const report = await salesroom.close();
    const verdict = judge(samples);
    const { faults, ...counts } = report;
    return {
      isFlat: verdict.isFlat,
      reasons: [...verdict.reasons, ...faultsOf(report, lotcast.complaints)],
      lines: verdict.lines,
      ...counts,
      faults,
      serverComplaints: lotcast.complaints,
      journal: setup.journal,
      fsync: await lotcast.fsync(),
      cpuSeconds: {
        server: cpuAfter.server - cpuBefore.server,
        postgres: cpuAfter.postgres - cpuBefore.postgres,
      },
      samples,
    };
  },
  faults: (figures) => (figures as SoakFigures).reasons,
  table({ samples, ...figures }) {
    const { acceptedPerSecond, ackP50Ms, ackP99Ms } = (samples as readonly Sample[]).at(-1) as Sample;
    return figuresTable({ ...figures, last: { acceptedPerSecond, ackP50Ms, ackP99Ms } });
  },
});

async function watch(
  lotcast: Lotcast,
  salesroom: SalesroomProcess,
  runMs: number,
  progress: (text: string) => void,
): Promise<Sample[]> {
  const startedAtMs = performance.now();
  const thoroughEveryMs = Math.max(leastThoroughEveryMs, runMs / thoroughSamples);
  const samples: Sample[] = [];
  let [thoroughAtMs, progressAtMs] = [0, progressEveryMs];
  for (let dueMs = sampleEveryMs; dueMs <= runMs; dueMs += sampleEveryMs) {
    await pause(Math.max(0, startedAtMs + dueMs - performance.now()));
    const isThorough = dueMs >= thoroughAtMs;
    if (isThorough) thoroughAtMs = dueMs + thoroughEveryMs;
    const atSeconds = (performance.now() - startedAtMs) / 1_000;
    const sample = await takeSample(lotcast, salesroom, atSeconds, isThorough);
    samples.push(sample);
    if (dueMs < progressAtMs) continue;
    progressAtMs += progressEveryMs;
    progress(`${told(sample)}; ${Math.round((runMs - dueMs) / 1_000)} s left`);
  }
  return samples;
}

function told({
  serverMiB,
  serverFiles,
  acceptedPerSecond,
  ackP50Ms,
  ackP99Ms,
  hammerMaxMs,
}: Sample): string {
  return (
    `${Math.round(acceptedPerSecond)} bids/s in ${ackP50Ms.toFixed(1)} / ${ackP99Ms.toFixed(1)} ms, ` +
    `hammers within ${Math.round(hammerMaxMs)} ms, ${Math.round(serverMiB)} MiB, ${serverFiles} files`
  );
}
