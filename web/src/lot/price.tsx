import type { AuctionState } from '../../../schema/auction/public.ts';
import { t } from '../words/language.ts';
import { won } from '../words/spoken.ts';

/** The one number that everyone watches. Longer sums are set smaller, so that they never break. */
export function Price({ state }: { readonly state: AuctionState }) {
  const points = state.pricePoints ?? state.startPoints;
  const text = won(points);
  const words = t.value.lot;
  return (
    <div class="panel-price">
      <span class="label">
        {state.pricePoints === null ? words.startPrice : words.currentBid}
        {state.reserve !== 'none' && (
          <span class="reserve" data-testid="reserve" data-reserve={state.reserve}>
            {words.reserve[state.reserve]}
          </span>
        )}
      </span>
      <span
        class="price figures"
        data-testid="price"
        data-points={points}
        data-length={text.length > 12 ? 'longest' : text.length > 9 ? 'long' : undefined}
      >
        {text}
      </span>
    </div>
  );
}
