import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { downDelayMsBetween } from './delay.ts';
import type { LotPicture } from './lot-picture.ts';
import { afterLook, firstBelief } from './network-layers.ts';
import { verdictBetween } from './network-trouble.ts';
import { type PictureSize, sizeBetween } from './picture-size.ts';
import { type Reception, receptionOf } from './reception.ts';

const lookEveryMs = 2_000;
/** Looks in a row without a new frame after which the picture is said to stand still. */
const stillAfter = 2;

/** How a picture arrives, looked at again and again. */
export interface ArrivingPicture {
  /** From the server to the screen; null while it is not known. */
  readonly downDelayMs: ReadonlySignal<number | null>;
  readonly isStill: ReadonlySignal<boolean>;
  /** What is shown now, be it what was asked for or not; null while nothing is. */
  readonly size: ReadonlySignal<PictureSize | null>;
  /** The highest rung that the network carries, as far as it was tried. */
  readonly networkRung: ReadonlySignal<number>;
}

/** Follows how a picture arrives; `wishedRung` is what would be asked for on the best of networks. */
export function useReception(picture: LotPicture, wishedRung: ReadonlySignal<number>): ArrivingPicture {
  const downDelayMs = useSignal<number | null>(null);
  const isStill = useSignal(false);
  const size = useSignal<PictureSize | null>(null);
  const networkRung = useSignal(firstBelief.rung);
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
      size.value = hasBoth ? sizeBetween(before as Reception, reception) : null;
      // Browsers show what is hidden badly, however good the network is.
      const verdict = hasBoth && !document.hidden ? verdictBetween(before as Reception, reception) : null;
      belief = afterLook(belief, {
        nowMs: performance.now(),
        verdict,
        wishedRung: wishedRung.peek(),
      });
      networkRung.value = belief.rung;
      before = reception;
    };
    void look();
    const timer = setInterval(() => void look(), lookEveryMs);
    return () => clearInterval(timer);
  }, [picture, wishedRung, downDelayMs, isStill, size, networkRung]);
  return { downDelayMs, isStill, size, networkRung };
}
