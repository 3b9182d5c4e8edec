import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../../bench.ts';
import type { FloodPlan, FloodResult } from '../../generator/chat/chat-api.ts';
import type { ChatCrowd } from '../../generator/chat/start-chat.ts';

/** The room that the crowd of a flood is in. */
export const flooded = 'flood';

/** Enough to keep every part of the way busy, and less than makes a listener look like one who reads too slowly. */
export const mostInFlight = 1_200;
const warmUpMs = 1_000;
/** However slow the machine is, a flood ends. */
const longestMs = 600_000;
const progressEveryMs = 5_000;

/** What all floods have in common. */
export const floodPlan = (speakers: number): FloodPlan => ({
  speakers,
  inFlight: mostInFlight,
  ratePerSecond: null,
  warmUpMs,
  measureMs: longestMs,
  deliveries: null,
});

/** Speaks as fast as everybody hears until there were so many deliveries, and says now and then how far it is. */
export async function floodUntil(
  bench: Bench,
  crowd: ChatCrowd,
  speakers: number,
  deliveries: number,
): Promise<FloodResult> {
  const before = await crowd.delivered(flooded);
  const flooding = crowd.flood(flooded, { ...floodPlan(speakers), warmUpMs: 0, deliveries });
  const over = flooding.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([over, pause(progressEveryMs, false)]))) {
    const done = (await crowd.delivered(flooded)) - before;
    bench.progress(`${done.toLocaleString('en-US')} of ${deliveries.toLocaleString('en-US')} deliveries`);
  }
  return flooding;
}
