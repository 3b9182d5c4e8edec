import type { LineState } from './line.ts';
import type { VideoRefusal } from './refusals.ts';

/** What is known of a lot's picture. */
interface PictureFacts {
  /** The auction is over. */
  readonly isOver: boolean;
  /** The server says that what the seller sends arrives there. */
  readonly streamUp: boolean;
  /** It was there before, while this page watched. */
  readonly wasUp: boolean;
  /** Its loss has stopped the clock. */
  readonly isPausedByStream: boolean;
  /** Frames are shown here. */
  readonly hasFrames: boolean;
  /** Sound comes, and no picture is sent with it. */
  readonly isSoundOnly: boolean;
  readonly watch: LineState;
}

/** What stands on the stage in the place of the picture. */
export type PosterKind =
  | { readonly kind: 'none' | 'dark' | 'coming' | 'soundOnly' | 'lost' | 'interrupted' }
  | { readonly kind: 'refused'; readonly why: VideoRefusal };

/** Why there is no picture, or null while there is one. */
export function posterOf(facts: PictureFacts): PosterKind | null {
  const { isOver, streamUp, wasUp, isPausedByStream, hasFrames, isSoundOnly, watch } = facts;
  if (isOver && !streamUp) return { kind: 'dark' };
  if (watch.kind === 'refused') return { kind: 'refused', why: watch.why };
  if (!streamUp) return { kind: wasUp || isPausedByStream ? 'lost' : 'none' };
  if (watch.kind === 'waiting') return { kind: 'interrupted' };
  if (isSoundOnly) return { kind: 'soundOnly' };
  return hasFrames ? null : { kind: 'coming' };
}
