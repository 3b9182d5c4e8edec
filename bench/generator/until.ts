import { setTimeout as pause } from 'node:timers/promises';

/** Waits until something holds, looking every few milliseconds; false when it took too long. */
export async function until(holds: () => boolean, timeoutMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > giveUpAt) return false;
    await pause(5);
  }
  return true;
}
