import type { Reception } from './reception.ts';

/** A picture as it is shown. */
export interface PictureSize {
  readonly heightPx: number;
  readonly framesPerSecond: number;
}

/** What was shown between two looks; null when nothing was. */
export function sizeBetween(before: Reception, after: Reception): PictureSize | null {
  const decoded = after.framesDecoded - before.framesDecoded;
  const seconds = (after.atMs - before.atMs) / 1_000;
  if (before.id !== after.id || decoded <= 0 || seconds <= 0 || after.heightPx === 0) return null;
  return { heightPx: after.heightPx, framesPerSecond: Math.round(decoded / seconds) };
}
