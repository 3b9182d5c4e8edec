import { SureButton } from '../look/sure-button.tsx';
import { t } from '../words/language.ts';
import { won } from '../words/spoken.ts';

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
  const words = t.value.bid;
  return (
    <SureButton
      class="button buy-now figures"
      testId="buy-now"
      label={words.buyNow(won(points))}
      sure={words.buyNowSure(won(points))}
      isDisabled={isClosed}
      onPress={onBuy}
    />
  );
}
