import { randomInt } from 'node:crypto';
import { runCampaign } from './campaign.ts';
import { type Arguments, readArguments, usage } from './command-line.ts';
import { expectedMilestones, seedsForMilestones } from './expected-milestones.ts';
import { replayCommand, shrink } from './shrink.ts';

/** How often progress is told (ms). */
const progressMs = 5_000;
/** Failing seeds that are shrunk and shown; the others are only counted. */
const shownFailures = 3;

/** Runs the simulator as the command line says; gives the exit code. */
async function simulate({
  seeds,
  firstSeed,
  timeLimitMs,
  isJson,
  omissions,
  stopsAtFailure,
}: Arguments): Promise<number> {
  const first = firstSeed ?? randomInt(1, 2 ** 31);
  process.stdout.write(`Seeds from ${first} on.\n`);
  let toldAt = 0;
  const result = await runCampaign({
    firstSeed: first,
    seeds,
    timeLimitMs,
    omissions,
    stopsAtFailure,
    now: () => performance.now(),
    // At once, so that a long run can be looked into while it goes on; the shortest trace follows at its end.
    onFailure: ({ seed, failure }) => process.stdout.write(`Seed ${seed} fails: ${failure?.invariant}\n`),
    onProgress: ({ seeds: done, failures, steps, elapsedMs }) => {
      if (elapsedMs - toldAt < progressMs) return;
      toldAt = elapsedMs;
      const perSecond = Math.round((steps / elapsedMs) * 1_000);
      process.stdout.write(`${done} seeds, ${failures} failed, ${perSecond} steps/s\n`);
    },
  });
  for (const failing of result.failing.slice(0, shownFailures)) {
    const { result: shrunk, trace } = await shrink(failing);
    process.stdout.write(
      `\nSeed ${failing.seed} fails: ${shrunk.failure?.invariant}\n${shrunk.failure?.seen}\n`,
    );
    for (const { atMs, label } of trace)
      process.stdout.write(`${atMs.toFixed(2).padStart(12)} ms  ${label}\n`);
    process.stdout.write(`${replayCommand(shrunk)}\n`);
  }
  const isLong = result.seeds >= seedsForMilestones && omissions.without.size === 0;
  const missing = isLong ? result.milestones.missing(expectedMilestones) : [];
  for (const name of missing) process.stdout.write(`Never seen in ${result.seeds} seeds: ${name}\n`);
  const stepsPerSecond = Math.round((result.steps / result.elapsedMs) * 1_000);
  const summary = { seeds: result.seeds, failures: result.failures, stepsPerSecond };
  if (isJson) {
    const milestones = Object.fromEntries([...result.milestones.counts].sort());
    const failed = result.failing.map(({ seed, failure }) => ({ seed, invariant: failure?.invariant }));
    const all = { ...summary, firstSeed: first, steps: result.steps, missing, failed, milestones };
    process.stdout.write(`${JSON.stringify(all)}\n`);
  } else {
    process.stdout.write(
      `seeds ${summary.seeds}, failures ${summary.failures}, stepsPerSecond ${summary.stepsPerSecond}\n`,
    );
  }
  return result.failures === 0 && missing.length === 0 ? 0 : 1;
}

try {
  const given = readArguments(process.argv.slice(2));
  if (given === null) process.stdout.write(`${usage}\n`);
  else process.exitCode = await simulate(given);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
