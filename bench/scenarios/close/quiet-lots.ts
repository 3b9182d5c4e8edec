import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../../bench.ts';
import { House } from '../../house/house.ts';
import type { Figures } from '../../scenario.ts';
import type { Settings } from '../../settings.ts';

const sellerCount = 100;
/** Lots that are listed before memory is looked at, so that code and pools are where they will stay. */
const firstLots = 2_000;
/** Time for what the set-up left to be done. */
const settleMs = 5_000;
const watchMs = 20_000;

type QuietSettings = Pick<Settings, 'quiet' | 'shards' | 'window' | 'journal'>;

/** Opens many auctions in which nothing happens, and looks at what they cost. */
export async function measureQuiet(settings: QuietSettings, bench: Bench): Promise<Figures> {
  const setup = await bench.setUpLotcast({ ...settings, tellsMemory: true });
  const lotcast = await bench.startLotcast(setup);
  const house = new House(lotcast.url, bench.progress);
  const sellers = await house.guests(sellerCount);
  await house.liveLots(firstLots, sellers);
  await pause(settleMs);
  const keptBefore = await lotcast.keptBytes();
  const residentBefore = lotcast.residentBytes();

  bench.progress(`Setting up ${settings.quiet} quiet lots`);
  await house.liveLots(settings.quiet, sellers);
  house.close();
  bench.progress(`Watching what they cost for ${(settleMs + watchMs) / 1_000} s`);
  await pause(settleMs);
  const cpuBefore = lotcast.cpuSeconds();
  const startedAt = performance.now();
  await pause(watchMs);
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpuAfter = lotcast.cpuSeconds();
  const residentWithGarbage = lotcast.residentBytes();
  const keptAfter = await lotcast.keptBytes();
  const residentAfter = lotcast.residentBytes();
  await lotcast.stop();
  return {
    quietLots: settings.quiet,
    quietCpuPercent: (100 * (cpuAfter.server - cpuBefore.server)) / seconds,
    quietPostgresCpuPercent: (100 * (cpuAfter.postgres - cpuBefore.postgres)) / seconds,
    /** What is kept, and what the process has grown by, once garbage was collected; and while that of listing them is still there. */
    quietBytesEach: (keptAfter - keptBefore) / settings.quiet,
    quietResidentBytesEach: (residentAfter - residentBefore) / settings.quiet,
    quietResidentWithGarbageBytesEach: (residentWithGarbage - residentBefore) / settings.quiet,
  };
}
