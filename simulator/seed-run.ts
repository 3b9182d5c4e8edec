import { Broken } from './broken.ts';
import type { Milestones } from './milestones.ts';
import { drawPlan, type Omissions } from './plan.ts';
import { World } from './world.ts';

/** How one seed went. */
export interface SeedResult {
  readonly seed: number;
  readonly omissions: Omissions;
  readonly steps: number;
  readonly milestones: Milestones;
  readonly failure: Failure | null;
}

export interface Failure {
  /** The sentence of the promise that did not hold. */
  readonly invariant: string;
  readonly seen: string;
}

/** One step of a run, at a virtual time since its beginning (ms). */
export interface TraceLine {
  readonly atMs: number;
  readonly label: string;
}

/** Runs the world of one seed from its beginning to rest, or to the first promise that does not hold. */
export async function runSeed(
  seed: number,
  omissions: Omissions,
  onStep?: (line: TraceLine) => void,
): Promise<SeedResult> {
  const world = new World(seed, drawPlan(seed, omissions));
  const failure = await failureOf(world, onStep);
  return { seed, omissions, steps: world.steps, milestones: world.milestones, failure };
}

async function failureOf(world: World, onStep?: (line: TraceLine) => void): Promise<Failure | null> {
  // What throws in a promise of the runtime's would end a thread of the service.
  const onRejection = (error: unknown) => world.fail(error);
  process.on('unhandledRejection', onRejection);
  try {
    await world.run(onStep === undefined ? undefined : (atMs, label) => onStep({ atMs, label }));
    return null;
  } catch (error) {
    if (error instanceof Broken) return { invariant: error.invariant, seen: error.message };
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { invariant: 'nothing throws where nobody catches it', seen: text };
  } finally {
    process.off('unhandledRejection', onRejection);
  }
}
