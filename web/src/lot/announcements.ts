import type { AuctionState, PublicEvent } from '../../../schema/auction/public.ts';
import type { Words } from '../words/en.ts';
import type { Standing } from './standing.ts';

/** Moments at which the time left is worth saying. */
const milestonesMs = [300_000, 60_000, 30_000, 10_000] as const;

/** The milestone that was passed between two looks at the clock, if it was passed by time alone. */
export function passedMilestoneMs(beforeMs: number, nowMs: number): number | null {
  const isJump = beforeMs - nowMs > 2_000;
  if (isJump) return null;
  return milestonesMs.find((milestone) => nowMs <= milestone && beforeMs > milestone) ?? null;
}

/** How a milestone is said. */
export const milestoneWords = (words: Words, milestoneMs: number): string =>
  milestoneMs >= 60_000
    ? words.spoken.minutesLeft(milestoneMs / 60_000)
    : words.spoken.left(milestoneMs / 1_000);

/**
 * What a listener should hear of a burst of events: the outcome, not each step. `won` writes amounts.
 */
export function announcementOf(
  words: Words,
  won: (points: number) => string,
  events: readonly PublicEvent[],
  state: AuctionState,
  standing: Standing | null,
): string {
  const { spoken } = words;
  const said: string[] = [];
  const happened = new Set(events.map((event) => event.type));
  const seconds = (ms: number) => (Math.abs(ms) / 1_000).toFixed(ms % 1_000 === 0 ? 0 : 1);
  if (happened.has('sold')) return spoken.sold(won(state.hammerPricePoints ?? 0));
  if (happened.has('unsold')) return spoken.unsold;
  if (happened.has('cancelled')) return spoken.cancelled;
  if (happened.has('paused')) said.push(spoken.paused);
  if (happened.has('resumed')) said.push(spoken.resumed);
  if (happened.has('opened')) said.push(words.happened.opened);
  const addedMs = events.reduce((sum, event) => sum + (event.addedMs ?? 0), 0);
  if (addedMs > 0) said.push(spoken.extended(seconds(addedMs)));
  if (happened.has('bidUndone')) said.push(spoken.undone(won(state.pricePoints ?? state.startPoints)));
  if (happened.has('bidsVoided')) said.push(spoken.voided(won(state.pricePoints ?? state.startPoints)));
  if (happened.has('bid')) {
    said.push(spoken.price(won(state.pricePoints ?? state.startPoints)));
    if (standing === 'leading') said.push(spoken.youLead);
    if (standing === 'outbid') said.push(spoken.outbid);
    const cutMs = events.reduce((sum, event) => sum + Math.max(0, event.cutMs ?? 0), 0);
    if (cutMs > 0) said.push(spoken.cut(seconds(cutMs)));
  }
  return said.join(' ');
}
