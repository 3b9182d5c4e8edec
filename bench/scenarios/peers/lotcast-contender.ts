import { limits } from '../../../schema/limits.ts';
import type { Bench } from '../../bench.ts';
import { House } from '../../house/house.ts';
import type { Contender } from './contender.ts';

/** Lotcast as the other scenarios measure it. */
export const lotcastContender = (bench: Bench): Contender => ({
  name: 'lotcast',
  madeOf: 'actors on worker threads, uWebSockets.js, PostgreSQL as journal',
  keeps: 'fsync before every acknowledgement',
  async start(people) {
    const setup = await bench.setUpLotcast({});
    let database = setup.database;
    let server = await bench.startLotcast(setup);
    const house = () => new House(server.url, bench.progress);
    const guests = house();
    const cookies = await guests.guests(people);
    const sellers = await guests.guests(1);
    guests.close();
    return {
      get target() {
        return server.target;
      },
      cookies,
      async openLots(count, endsAt) {
        const open = house();
        const lots = await open.liveLots(count, sellers, (n) =>
          Math.max(limits.minDurationMs, endsAt(n) - Date.now()),
        );
        open.close();
        return lots;
      },
      seats: async () => [],
      cpuSeconds() {
        const seconds = server.cpuSeconds();
        return seconds.server + seconds.postgres;
      },
      residentBytes: () => server.residentBytes(),
      async crash(what) {
        const ends = [server.kill()];
        if (what === 'everything' && database !== null) ends.push(bench.children.kill(database.process));
        await Promise.all(ends);
        if (what === 'everything' && database !== null) database = await database.startAgain();
        server = await bench.startLotcast(setup);
      },
      async bidCounts(lots) {
        const asked = house();
        const counts = await asked.bidCounts(lots);
        asked.close();
        return counts;
      },
      async stop() {
        await server.stop();
        if (database !== null) await bench.children.stop(database.process);
      },
    };
  },
});
