import { type AuctionDecision, accepted } from './answers.ts';
import { resumed } from './pause.ts';
import type { ListedState } from './state.ts';

/** The video stream is there (again). A clock that its loss had stopped runs on. */
export function decideStreamUp(state: ListedState, now: number): AuctionDecision {
  if (state.streamUp) return accepted();
  const up = { type: 'streamUp', at: now } as const;
  return state.pause?.cause === 'stream' ? accepted(up, resumed(state, now)) : accepted(up);
}

/** The video stream is gone. Only one that was up can be lost. */
export const decideStreamDown = (state: ListedState, now: number): AuctionDecision =>
  state.streamUp ? accepted({ type: 'streamDown', at: now }) : accepted();

/** When a lost stream stops the running clock, in ms since 1970, or null. */
export function streamPauseAt(state: ListedState): number | null {
  const { onStreamLoss } = state.spec;
  if (onStreamLoss.rule !== 'pause' || state.streamLostAt === null || state.endsAt === null) return null;
  return state.streamLostAt + onStreamLoss.graceMs;
}

/** The grace is over: the clock stops as it stood at `pauseAt`, however late this is decided. */
export const streamPause = (endsAt: number, pauseAt: number, now: number): AuctionDecision =>
  accepted({ type: 'paused', at: now, cause: 'stream', reason: '', remainingMs: endsAt - pauseAt });
