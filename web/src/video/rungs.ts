import { limits } from '../../../schema/limits.ts';

/** What is asked of the server: one of the sizes that the seller sends, and how many of its frames. */
export interface Layers {
  readonly layer: number;
  /** 0 is a quarter of the frames, 1 a half, 2 all. */
  readonly temporalLayer: number;
}

const allFrames = limits.maxTemporalLayers - 1;

/**
 * What a network is tried with, the least first; each rung takes about half as much as the next one, or less. Frames
 * are left out of the smallest picture only: a small picture that moves is missed less than a large one that jerks.
 */
export const rungs: readonly [Layers, ...Layers[]] = [
  { layer: 0, temporalLayer: 0 },
  { layer: 0, temporalLayer: 1 },
  { layer: 0, temporalLayer: allFrames },
  { layer: 1, temporalLayer: allFrames },
  { layer: 2, temporalLayer: allFrames },
];

export const topRung = rungs.length - 1;

/** The rung with a whole layer, all its frames. */
export const rungOfLayer = (layer: number): number =>
  rungs.findIndex((rung) => rung.layer === layer && rung.temporalLayer === allFrames);
