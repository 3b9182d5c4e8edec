import { useEffect, useState } from 'preact/hooks';
import { t } from '../words/language.ts';
import { won } from '../words/spoken.ts';

const sureWithinMs = 4_000;

/** Ends the auction at its buy-now price; because that is final it takes a second press. */
export function BuyNow({
  points,
  isClosed,
  onBuy,
}: {
  readonly points: number;
  readonly isClosed: boolean;
  readonly onBuy: () => void;
}) {
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    if (!isAsked) return;
    const timer = setTimeout(() => setAsked(false), sureWithinMs);
    return () => clearTimeout(timer);
  }, [isAsked]);
  const words = t.value.bid;
  return (
    <button
      type="button"
      class="button buy-now figures"
      data-testid="buy-now"
      data-asked={isAsked ? '' : undefined}
      disabled={isClosed}
      onClick={() => {
        if (isAsked) onBuy();
        setAsked(!isAsked);
      }}
    >
      {isAsked ? words.buyNowSure(won(points)) : words.buyNow(won(points))}
    </button>
  );
}
