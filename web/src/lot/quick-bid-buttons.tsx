import { useComputed } from '@preact/signals';
import { remainingMsOf } from '../clock/remaining.ts';
import { nowMs } from '../clock/ticker.ts';
import { t } from '../words/language.ts';
import { won } from '../words/spoken.ts';
import { effectSpoken, effectWords } from './effect-words.ts';
import type { LotRoom } from './lot-room.ts';
import { quickBids } from './quick-bids.ts';

interface QuickBidButtonsProps {
  readonly room: LotRoom;
  readonly isClosed: boolean;
  /** The amount that waits for its answer. */
  readonly pendingPoints: number | null;
  readonly onBid: (points: number) => void;
}

/** One press, one bid: each button says what it costs and what it does to the clock. */
export function QuickBidButtons({ room, isClosed, pendingPoints, onBid }: QuickBidButtonsProps) {
  // As text, so that the frames in which nothing changes end here.
  const offered = useComputed(() => {
    const state = room.view.value?.state;
    if (state === undefined) return '[]';
    return JSON.stringify(quickBids(state, remainingMsOf(state, nowMs.value) ?? state.clock.durationMs));
  });
  const bids = JSON.parse(offered.value) as ReturnType<typeof quickBids>;
  return (
    <fieldset class="quick" aria-label={t.value.bid.quick}>
      {bids.map((bid, n) => (
        <button
          key={bid.steps}
          type="button"
          class="quick-bid figures"
          data-testid={`quick-${n}`}
          data-amount={bid.amountPoints}
          data-effect={bid.effect.kind}
          data-cut-ms={bid.effect.kind === 'cut' ? bid.effect.cutMs : undefined}
          data-pending={pendingPoints === bid.amountPoints ? '' : undefined}
          aria-label={t.value.bid.quickLabel(won(bid.amountPoints), effectSpoken(bid.effect))}
          aria-keyshortcuts={String(n + 1)}
          disabled={isClosed}
          onClick={() => onBid(bid.amountPoints)}
        >
          <span class="quick-amount">{won(bid.amountPoints)}</span>
          <span class="quick-effect" data-effect={bid.effect.kind}>
            {effectWords(bid.effect)}
          </span>
        </button>
      ))}
    </fieldset>
  );
}
