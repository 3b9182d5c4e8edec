import type { Bench } from '../bench.ts';
import { scenario } from '../scenario.ts';
import { measurePlainViewers } from './video-fanout/plain-viewers.ts';
import { measureRealViewers } from './video-fanout/real-viewers.ts';

const steps = [50, 100, 200, 400] as const;

/** What one more viewer costs the media workers, and what it costs a viewer. */
export const videoFanout = scenario({
  about:
    'CPU of the media workers alone for 50 to 400 viewers, 1 Mbit/s with sound, encrypted; then through the service, with one real Chromium viewer',
  defaults: { seconds: 8 },
  async run({ seconds }, bench: Bench) {
    const plain = await measurePlainViewers(bench, steps, seconds);
    const { chromiumViewerCpuPercent, ...service } = await measureRealViewers(bench, seconds);
    const at = (count: number) => plain.steps.find((step) => step.viewers === count);
    return {
      at200: at(200)?.cpuPercentOfMachine,
      at400: at(400)?.cpuPercentOfMachine,
      lostPackets: plain.steps.reduce((sum, step) => sum + step.lostPackets, 0),
      chromiumViewerCpuPercent,
      ...plain,
      service,
    };
  },
});
