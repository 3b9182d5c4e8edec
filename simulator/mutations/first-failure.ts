import { runCampaign } from '../campaign.ts';
import { nothingOmitted } from '../plan.ts';

/** Runs seeds up to the first that fails, and prints how many that took and which promise it broke, as JSON. */
const [firstSeed, seeds] = process.argv.slice(2).map(Number) as [number, number];
const result = await runCampaign({
  firstSeed,
  seeds,
  timeLimitMs: Number.POSITIVE_INFINITY,
  omissions: nothingOmitted,
  stopsAtFailure: true,
  now: () => performance.now(),
  onProgress: () => {},
  onFailure: () => {},
});
const caughtBy = result.failing[0]?.failure?.invariant ?? null;
process.stdout.write(`${JSON.stringify({ seeds: result.seeds, caughtBy })}\n`);
