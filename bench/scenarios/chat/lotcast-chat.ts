import type { Bench } from '../../bench.ts';
import { House } from '../../house/house.ts';
import type { Lotcast } from '../../servers/lotcast.ts';
import type { JournalKind, Settings } from '../../settings.ts';
import { type ChatHouse, enterAlone, type RunningChatHouse, sayAndGo } from './chat-house.ts';
import { mostInFlight } from './flood-phases.ts';

const clock = { rule: 'fixed', durationMs: 24 * 3_600_000 } as const;

/** Lotcast with what only the scenarios of its own look at. */
export interface LotcastChat extends RunningChatHouse {
  readonly server: Lotcast;
  readonly journal: JournalKind;
  house(): House;
}

interface LotcastChatHouse extends ChatHouse {
  start(people: number): Promise<LotcastChat>;
}

/** Lotcast as the other scenarios measure it. */
export const lotcastChat = (
  bench: Bench,
  settings: Partial<Pick<Settings, 'gateways' | 'shards' | 'journal' | 'profile'>>,
): LotcastChatHouse => ({
  name: 'lotcast',
  madeOf:
    'an actor for each room, uWebSockets.js, PostgreSQL as journal; its rules and blocked words looked at',
  keeps: 'journaled, with fsync, before anybody is shown it',
  inFlight: mostInFlight,
  async start(people) {
    const setup = await bench.setUpLotcast(settings);
    const server = await bench.startLotcast(setup);
    const house = () => new House(server.url, bench.progress);
    bench.progress(`Signing ${people} guests in`);
    const guests = house();
    const cookies = await guests.guests(people);
    const [seller] = (await guests.guests(1)) as [string];
    guests.close();
    const targets = [server.target];
    const subscribes = true;
    return {
      server,
      journal: setup.journal,
      house,
      targets,
      cookies,
      subscribes,
      async openRoom(crowd, history) {
        const selling = house();
        const lot = await selling.liveLot('A lot that is talked about', clock, seller);
        await enterAlone(crowd, { targets, subscribes }, lot, seller);
        // A crowd that comes in at once is what the scenarios are about, and it must be able to speak.
        await selling.chatSettings(lot, { guestsSpeak: true, raidGuard: false }, seller);
        selling.close();
        await sayAndGo(crowd, history);
        return lot;
      },
      cpuSeconds() {
        const seconds = server.cpuSeconds();
        return seconds.server + seconds.postgres;
      },
      stop: async () => {
        await server.stop();
        if (setup.database !== null) await bench.children.stop(setup.database.process);
      },
    };
  },
});
