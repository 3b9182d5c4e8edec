import { ensurePeerStores } from '../../setup/debian-packages.mjs';
import { ensurePeerPackages } from '../../setup/packages.mjs';
import type { Bench } from '../bench.ts';
import { scenario } from '../scenario.ts';
import { type Bout, fight } from './peers/bout.ts';
import { contenders } from './peers/contenders.ts';
import { type PeersFigures, peersFigures } from './peers/peers-figures.ts';
import { peersTable } from './peers/peers-table.ts';

const hammers = 100;
const warmUpMs = 1_000;
const quickMs = 500;

/** Lotcast beside what people would use instead: the same bids, from the same generator, in turns. */
export const peers = scenario({
  about: 'Lotcast beside what people would use instead, in turns',
  defaults: { seconds: 4, rounds: 3, sockets: 1_000, auctions: 100, quick: false },
  async run({ seconds, rounds, sockets, auctions, quick }, bench: Bench) {
    await ensurePeerStores();
    await ensurePeerPackages();
    const everybody = contenders(bench);
    const bouts = new Map<string, Bout[]>(everybody.map(({ name }) => [name, []]));
    const all = quick ? 1 : rounds;
    for (let round = 0; round < all; round++) {
      // Nobody is always the first after a pause, or the last on a warm machine.
      const order = [
        ...everybody.slice(round % everybody.length),
        ...everybody.slice(0, round % everybody.length),
      ];
      for (const contender of order) {
        const plan = {
          sockets,
          auctions,
          hammers: quick ? hammers / 10 : hammers,
          warmUpMs: quick ? quickMs / 2 : warmUpMs,
          measureMs: quick ? quickMs : seconds * 1_000,
          isShort: quick,
          kills: !quick && round === all - 1,
        };
        const bout = await fight(contender, plan, bench);
        bouts.get(contender.name)?.push(bout);
        const perSecond = Math.round(bout.saturated.acceptedBids / bout.saturated.seconds);
        bench.progress(`Round ${round + 1} of ${all}: ${contender.name}, ${perSecond} bids/s`);
      }
    }
    return peersFigures(everybody, bouts);
  },
  table: (figures) => peersTable(figures as PeersFigures),
});
