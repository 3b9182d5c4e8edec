import { Milestones } from './milestones.ts';
import type { Omissions } from './plan.ts';
import { runSeed, type SeedResult } from './seed-run.ts';

export interface CampaignOptions {
  readonly firstSeed: number;
  readonly seeds: number;
  /** No new seed is begun after so long (ms); infinite without a limit. */
  readonly timeLimitMs: number;
  readonly omissions: Omissions;
  /** Gives up at the first seed that fails. */
  readonly stopsAtFailure: boolean;
  /** Real time in ms. */
  readonly now: () => number;
  readonly onProgress: (progress: Progress) => void;
  readonly onFailure: (failing: SeedResult) => void;
}

export interface Progress {
  readonly seeds: number;
  readonly failures: number;
  readonly steps: number;
  readonly elapsedMs: number;
}

export interface CampaignResult extends Progress {
  readonly failing: readonly SeedResult[];
  readonly milestones: Milestones;
}

/** Runs one seed after the other. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const { firstSeed, now, onProgress, onFailure } = options;
  const milestones = new Milestones();
  const failing: SeedResult[] = [];
  const startedAt = now();
  let seeds = 0;
  let steps = 0;
  const progress = (): Progress => ({ seeds, failures: failing.length, steps, elapsedMs: now() - startedAt });
  while (seeds < options.seeds && now() - startedAt < options.timeLimitMs) {
    const result = await runSeed(firstSeed + seeds, options.omissions);
    seeds++;
    steps += result.steps;
    milestones.add(result.milestones);
    if (result.failure !== null) {
      failing.push(result);
      onFailure(result);
    }
    onProgress(progress());
    if (result.failure !== null && options.stopsAtFailure) break;
  }
  return { ...progress(), failing, milestones };
}
