import { useComputed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AuctionState } from '../../../schema/auction/public.ts';
import { nowMs } from '../clock/ticker.ts';
import { useLatest } from '../clock/use-latest.ts';
import { link } from '../connection/room.ts';
import { t } from '../words/language.ts';

/** The hammer falls within moments of the end; a longer silence may be the connection's. */
const probeAfterMs = 1_500;

/** What the countdown counts to; at its end it says that the hammer is falling. */
export function TimeLabel({ state }: { readonly state: AuctionState }) {
  const latest = useLatest(state);
  const isClosing = useComputed(() => {
    const { phase, endsAt } = latest.value;
    return phase === 'live' && endsAt !== null && nowMs.value >= endsAt;
  });
  useEffect(() => {
    if (!isClosing.value) return;
    const timer = setTimeout(() => link.probe(), probeAfterMs);
    return () => clearTimeout(timer);
  }, [isClosing.value]);
  return <span class="label">{isClosing.value ? t.value.lot.closing : label(state)}</span>;
}

function label(state: AuctionState): string {
  const words = t.value.lot;
  if (state.paused !== null) return words.pausedAt;
  return state.phase === 'scheduled' ? words.startsIn : words.timeLeft;
}
