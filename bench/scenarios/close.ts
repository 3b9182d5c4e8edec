import type { Bench } from '../bench.ts';
import { scenario } from '../scenario.ts';
import { measureClosing } from './close/closing-lots.ts';
import { measureQuiet } from './close/quiet-lots.ts';

/** The hammer under load, and what it costs to wait for it. */
export const close = scenario({
  about:
    'lateness of the hammer while other auctions take bids; cost of live auctions in which nothing happens',
  defaults: {
    lots: 10_000,
    seconds: 30,
    auctions: 100,
    sockets: 1_000,
    quiet: 100_000,
    shards: null,
    window: null,
    journal: null,
    profile: false,
  },
  async run(settings, bench: Bench) {
    const closing = await measureClosing(settings, bench);
    const quiet = settings.quiet > 0 ? await measureQuiet(settings, bench) : {};
    return { ...closing, ...quiet };
  },
});
