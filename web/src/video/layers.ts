/** What the person chose; `auto` goes by the size of the picture on the screen. */
export const qualities = ['auto', 'high', 'medium', 'low'] as const;
export type Quality = (typeof qualities)[number];

/** The tallest picture for which the smallest and the middle of the three sizes are enough. */
const smallestUpToPx = 270;
const middleUpToPx = 540;

const chosenLayers: Readonly<Record<Exclude<Quality, 'auto'>, number>> = { high: 2, medium: 1, low: 0 };

/** The largest layer of use for a player this many CSS pixels high, on a screen of this density. */
export function layerFor(quality: Quality, heightPx: number, pixelRatio: number): number {
  if (quality !== 'auto') return chosenLayers[quality];
  const pictureHeightPx = heightPx * pixelRatio;
  if (pictureHeightPx <= smallestUpToPx) return 0;
  return pictureHeightPx <= middleUpToPx ? 1 : 2;
}
