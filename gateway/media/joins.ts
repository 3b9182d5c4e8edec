import type { types } from 'mediasoup';
import { BucketCounts } from '../../actors/bucket-counts.ts';

const boundsMs = [50, 100, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 30_000];

/** How long viewers wait for their first picture, from their `mediaWatch` on. */
export class Joins {
  /** Viewers for whom there was a picture when they came. */
  begun = 0;
  readonly tookMs = new BucketCounts(boundsMs);

  /**
   * Follows a viewer's picture until it begins. The worker tells when it hands the first packet of a whole
   * picture to the viewer's open transport, which nothing can be decoded before; then it is asked to be
   * quiet. That is two requests a viewer, and nothing a packet.
   */
  follow(picture: types.Consumer, cameAtMs: number): void {
    this.begun++;
    const seen = () => {
      picture.off('trace', seen);
      this.tookMs.record(performance.now() - cameAtMs);
      tell(picture, []);
    };
    picture.on('trace', seen);
    tell(picture, ['keyframe']);
  }
}

function tell(picture: types.Consumer, traced: types.ConsumerTraceEventType[]): void {
  // Who has left meanwhile has no consumer any more.
  picture.enableTraceEvent(traced).catch(() => {});
}
