import { setTimeout as pause } from 'node:timers/promises';
import type { House } from '../../house/house.ts';
import type { Tally } from './tally.ts';

const pauseMs = 200;

const oneOf = <Item>(items: readonly Item[]): Item | undefined =>
  items[Math.floor(Math.random() * items.length)];

/** Somebody who reads over HTTP, one thing after the other: lists, lots, histories, results. */
export async function readPages(
  { house, tally }: { readonly house: House; readonly tally: Tally },
  lots: () => { readonly live: readonly string[]; readonly sold: readonly string[] },
  isClosing: () => boolean,
): Promise<void> {
  while (!isClosing()) {
    const { live, sold } = lots();
    const [lot, soldLot] = [oneOf(live), oneOf(sold)];
    const paths = ['/api/lots?phase=live', '/api/lots?phase=sold&limit=50', '/api/lots?q=rush'];
    if (lot !== undefined) paths.push(`/api/lots/${lot}`, `/api/lots/${lot}/bids`);
    if (soldLot !== undefined)
      paths.push(`/api/lots/${soldLot}/result`, `/api/lots/${soldLot}/bids?limit=20`);
    const askedAtMs = performance.now();
    await house.read(oneOf(paths) as string);
    tally.read(performance.now() - askedAtMs);
    await pause(pauseMs * 2 * Math.random());
  }
}
