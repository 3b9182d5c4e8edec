import { useComputed } from '@preact/signals';
import type { AuctionSummary } from '../../../schema/auction/public.ts';
import { formatCountdown } from '../words/countdown.ts';
import { remainingMsOf } from './remaining.ts';
import { lastStretchMs } from './rule.ts';
import { nowMs } from './ticker.ts';
import { useLatest } from './use-latest.ts';

type Timed = Pick<AuctionSummary, 'phase' | 'clock' | 'endsAt' | 'remainingMs' | 'startsAt'>;

/** What is shown: the time left, the time until the start, or the set duration before anything runs. */
function shownMs(auction: Timed, now: number): number {
  const remainingMs = remainingMsOf(auction, now);
  if (remainingMs !== null) return remainingMs;
  if (auction.phase === 'scheduled' && auction.startsAt !== null) return auction.startsAt - now;
  return auction.phase === 'draft' ? auction.clock.durationMs : 0;
}

/** The countdown, moved on by the synchronized clock; only its text changes from frame to frame. */
export function Countdown({ auction, testId }: { readonly auction: Timed; readonly testId?: string }) {
  const latest = useLatest(auction);
  const text = useComputed(() => formatCountdown(shownMs(latest.value, nowMs.value)));
  const heat = useComputed(() => {
    const { phase, clock } = latest.value;
    const remainingMs = remainingMsOf(latest.value, nowMs.value);
    if (phase !== 'live' || remainingMs === null) return 'calm';
    return remainingMs <= (lastStretchMs(clock) ?? 10_000) ? 'hot' : 'calm';
  });
  return (
    <time
      class="countdown figures"
      role="timer"
      aria-live="off"
      data-testid={testId}
      data-heat={heat.value}
      data-ends-at={auction.endsAt ?? undefined}
      data-remaining-ms={auction.remainingMs ?? undefined}
    >
      {text}
    </time>
  );
}
