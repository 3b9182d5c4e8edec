import { setTimeout as pause } from 'node:timers/promises';
import type { Tally } from './tally.ts';

const pauseMs = 1_000;

/** Does something that goes on until all is over; where it fails, that is counted, and it begins anew. */
export async function keepOn(
  work: () => Promise<void>,
  isClosing: () => boolean,
  tally: Tally,
): Promise<void> {
  while (!isClosing()) {
    try {
      await work();
    } catch (error) {
      tally.failed(error as Error);
      await pause(pauseMs);
    }
  }
}
