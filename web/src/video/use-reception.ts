import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { downDelayMsBetween } from './delay.ts';
import type { LotPicture } from './lot-picture.ts';
import { afterLook, firstBelief } from './network-layers.ts';
import { verdictBetween } from './network-trouble.ts';
import { type Reception, receptionOf } from './reception.ts';

const lookEveryMs = 2_000;
/** Looks in a row without a new frame after which the picture is said to stand still. */
const stillAfter = 2;

/** How a picture arrives, looked at again and again. */
export interface ArrivingPicture {
  /** From the server to the screen; null while it is not known. */
  readonly downDelayMs: ReadonlySignal<number | null>;
  readonly isStill: ReadonlySignal<boolean>;
  /** The largest layer that the network carries, as far as it was tried. */
  readonly networkLayer: ReadonlySignal<number>;
}

/** Follows how a picture arrives; `wishedLayer` is what would be asked for on the best of networks. */
export function useReception(picture: LotPicture, wishedLayer: ReadonlySignal<number>): ArrivingPicture {
  const downDelayMs = useSignal<number | null>(null);
  const isStill = useSignal(false);
  const networkLayer = useSignal(firstBelief.layer);
  useEffect(() => {
    let before: Reception | null = null;
    let belief = firstBelief;
    let without = 0;
    const look = async () => {
      const report = await picture.stats();
      const reception = report === null ? null : receptionOf([...report.values()]);
      const hasBoth = reception !== null && before !== null;
      without = hasBoth && reception.framesDecoded === before?.framesDecoded ? without + 1 : 0;
      isStill.value = without >= stillAfter;
      downDelayMs.value = hasBoth ? downDelayMsBetween(before as Reception, reception) : null;
      // Browsers show what is hidden badly, however good the network is.
      const verdict = hasBoth && !document.hidden ? verdictBetween(before as Reception, reception) : null;
      belief = afterLook(belief, {
        nowMs: performance.now(),
        verdict,
        wishedLayer: wishedLayer.peek(),
      });
      networkLayer.value = belief.layer;
      before = reception;
    };
    void look();
    const timer = setInterval(() => void look(), lookEveryMs);
    return () => clearInterval(timer);
  }, [picture, wishedLayer, downDelayMs, isStill, networkLayer]);
  return { downDelayMs, isStill, networkLayer };
}
