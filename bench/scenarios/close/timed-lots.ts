import { limits } from '../../../schema/limits.ts';
import type { House } from '../../house/house.ts';

/** Lots that are listed first, to learn how fast this machine lists them. */
const trialLots = 300;
/** Room for a set-up that slows down. */
const setUpMargin = 1.3;
/** From the last lot listed to the first hammer: subscriptions, and bids that have come up to speed. */
const leadMs = 8_000;

/** Live lots whose ends follow each other evenly. */
export interface TimedLots {
  readonly ids: readonly string[];
  readonly firstEndAt: number;
  readonly lastEndAt: number;
  /** When the load should begin, to have come up to speed at the first hammer. */
  readonly loadAt: number;
}

/** Lists lots that end one after the other over `seconds`, the first when all are listed and watched. */
export async function listTimedLots(
  house: House,
  sellers: readonly string[],
  { lots, seconds }: { readonly lots: number; readonly seconds: number },
  progress: (text: string) => void,
): Promise<TimedLots> {
  const trial = Math.min(trialLots, lots);
  const trialStartedAt = performance.now();
  await house.liveLots(trial, sellers);
  const perLotMs = (performance.now() - trialStartedAt) / trial;
  const setUpMs = perLotMs * lots * setUpMargin + leadMs;
  const firstEndAt = Date.now() + setUpMs;
  const spacingMs = (seconds * 1_000) / lots;
  progress(`Setting up ${lots} lots that end from ${Math.round(setUpMs / 1_000)} s on`);
  const ids = await house.liveLots(lots, sellers, (n) =>
    Math.max(limits.minDurationMs, Math.round(firstEndAt + n * spacingMs - Date.now())),
  );
  return { ids, firstEndAt, lastEndAt: firstEndAt + seconds * 1_000, loadAt: firstEndAt - leadMs / 2 };
}
