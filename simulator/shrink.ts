import { nothingOmitted, type Omissions, omissible } from './plan.ts';
import { runSeed, type SeedResult, type TraceLine } from './seed-run.ts';

/** A failing run that leaves out as much as it can, with its last steps. */
export interface Shrunk {
  readonly result: SeedResult;
  readonly trace: readonly TraceLine[];
}

/** Steps of a trace that are shown: what led to a failure is rarely longer ago. */
const shownSteps = 40;

/** Looks for the shortest run of a failing seed: every kind of fault, lot and bidder that it can fail without is left out. */
export async function shrink(failing: SeedResult): Promise<Shrunk> {
  let best = failing;
  const attempt = async (omissions: Omissions): Promise<void> => {
    const result = await runSeed(failing.seed, omissions);
    if (result.failure?.invariant !== failing.failure?.invariant || result.steps > best.steps) return;
    best = result;
  };
  for (const what of omissible) {
    await attempt({ ...best.omissions, without: new Set([...best.omissions.without, what]) });
  }
  for (const maxLots of [1, 2])
    if (maxLots < best.omissions.maxLots) await attempt({ ...best.omissions, maxLots });
  for (const maxBidders of [1, 2, 3, 4]) {
    if (maxBidders < best.omissions.maxBidders) await attempt({ ...best.omissions, maxBidders });
  }
  const trace: TraceLine[] = [];
  await runSeed(best.seed, best.omissions, (line) => {
    if (!commonplace.has(line.label)) trace.push(line);
  });
  return { result: best, trace: trace.slice(-shownSteps) };
}

/** Steps that say nothing without what came of them, which has lines of its own. */
const commonplace: ReadonlySet<string> = new Set([
  'frame up',
  'frame down',
  'lane',
  'turn',
  'period',
  'gateway timer',
  'sign of life',
  'sign of life answered',
  'client connects',
  'upgrade',
]);

/** The command that runs the same again. */
export function replayCommand({ seed, omissions }: Pick<SeedResult, 'seed' | 'omissions'>): string {
  const { without, maxLots, maxBidders } = omissions;
  const parts = [`npm run -s simulate -- --seed ${seed} --seeds 1`];
  if (without.size > 0) parts.push(`--without ${[...without].join(',')}`);
  if (maxLots !== nothingOmitted.maxLots) parts.push(`--lots ${maxLots}`);
  if (maxBidders !== nothingOmitted.maxBidders) parts.push(`--bidders ${maxBidders}`);
  return parts.join(' ');
}
