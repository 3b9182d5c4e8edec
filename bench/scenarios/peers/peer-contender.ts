import { randomBytes } from 'node:crypto';
import type { Bench } from '../../bench.ts';
import { startPoints } from '../../house/house.ts';
import type { PeerName } from '../../peers/contract.ts';
import { type Peer, startPeer } from '../../servers/peer.ts';
import { cpuSecondsOf, residentBytesOf } from '../../servers/proc.ts';
import type { Contender } from './contender.ts';
import type { PeerStore } from './stores.ts';

/** A peer on a store of its own. */
export const peerContender = (
  bench: Bench,
  peer: PeerName,
  startStore: (bench: Bench, folder: string) => Promise<PeerStore>,
  words: Pick<Contender, 'name' | 'madeOf' | 'keeps'>,
): Contender => ({
  ...words,
  async start(people) {
    bench.progress(`Starting ${words.name}`);
    const store = await startStore(bench, await bench.makeFolder());
    let running: Peer = await startPeer(peer, store.url, bench.children);
    const pid = () => running.process.pid as number;
    return {
      get target() {
        return running.target;
      },
      cookies: Array.from({ length: people }, (_, n) => `person=${n + 1}`),
      async openLots(count, endsAt) {
        const lots = Array.from({ length: count }, (_, n) => ({
          id: randomBytes(13).toString('hex').toUpperCase(),
          startPoints,
          endsAt: endsAt(n),
        }));
        await running.open(lots);
        return lots.map(({ id }) => id);
      },
      seats: async (lots) => (await running.seats(lots)) ?? [],
      cpuSeconds: () => cpuSecondsOf(pid()) + store.cpuSeconds(),
      residentBytes: () => residentBytesOf(pid()) + store.residentBytes(),
      async crash(what) {
        const ends = [bench.children.kill(running.process)];
        if (what === 'everything') ends.push(store.kill());
        await Promise.all(ends);
        if (what === 'everything') await store.startAgain();
        running = await startPeer(peer, store.url, bench.children);
      },
      bidCounts: (lots) => running.bidCounts(lots),
      async stop() {
        await bench.children.stop(running.process);
        await store.stop();
      },
    };
  },
});
