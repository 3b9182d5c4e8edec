import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from '../../generator/connection.ts';
import type { House } from '../../house/house.ts';
import type { Tally } from './tally.ts';
import { type Position, Visit } from './visit.ts';

const [leastStayMs, mostStayMs] = [200, 3_000];
const [leastAwayMs, mostAwayMs] = [100, 1_500];
/** Of the visitors, how many come back to the lot that they saw, are nobody in particular, and sign in anew. */
const returns = 0.6;
const anonymous = 0.3;
const newcomers = 0.05;
const politeness = 0.5;

const between = (least: number, most: number) => least + Math.random() * (most - least);

/** Somebody who comes, watches a lot for a moment, goes, and comes again, until all is over. */
export async function passBy(
  { house, target, tally }: { readonly house: House; readonly target: Target; readonly tally: Tally },
  liveLots: () => readonly string[],
  isClosing: () => boolean,
): Promise<void> {
  let [cookie = null]: Array<string | null> = await house.guests(1);
  let seen: Position | null = null;
  while (!isClosing()) {
    const lots = liveLots();
    const since: Position | null = seen && lots.includes(seen.lot) && Math.random() < returns ? seen : null;
    const lot = since?.lot ?? lots[Math.floor(Math.random() * lots.length)];
    if (lot !== undefined) {
      if (Math.random() < newcomers) [cookie = null] = await house.guests(1);
      const visitor = { cookie: Math.random() < anonymous ? null : cookie, lot, since };
      seen = await Visit.pay(
        target,
        { ...visitor, isPolite: Math.random() < politeness },
        () => pause(between(leastStayMs, mostStayMs)),
        tally,
      );
    }
    await pause(between(leastAwayMs, mostAwayMs));
  }
}
