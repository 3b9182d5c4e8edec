/** The best picture that the person wants; `auto` is the best there is. */
export const qualities = ['auto', 'medium', 'low'] as const;
export type Quality = (typeof qualities)[number];

const layerOfQuality: Readonly<Record<Quality, number>> = { auto: 2, medium: 1, low: 0 };

/** The tallest picture for which the smallest and the middle of the three sizes are enough. */
const smallestUpToPx = 270;
const middleUpToPx = 540;

/** The largest layer of use for a player this many CSS pixels high, on a screen of this density. */
function layerOfSize(heightPx: number, pixelRatio: number): number {
  const pictureHeightPx = heightPx * pixelRatio;
  if (pictureHeightPx <= smallestUpToPx) return 0;
  return pictureHeightPx <= middleUpToPx ? 1 : 2;
}

/** The layer that person and player ask for, the lesser of the two. */
export const wishedLayer = (quality: Quality, heightPx: number, pixelRatio: number): number =>
  Math.min(layerOfQuality[quality], layerOfSize(heightPx, pixelRatio));
