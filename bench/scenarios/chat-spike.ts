import { setTimeout as pause } from 'node:timers/promises';
import { ensurePeerStores } from '../../setup/debian-packages.mjs';
import { ensurePeerPackages } from '../../setup/packages.mjs';
import type { Bench } from '../bench.ts';
import type { EnterResult } from '../generator/chat/chat-api.ts';
import type { ChatCrowd } from '../generator/chat/start-chat.ts';
import { scenario } from '../scenario.ts';
import { median, spread } from '../statistics/median.ts';
import type { ChatHouse, RunningChatHouse } from './chat/chat-house.ts';
import { chatTable } from './chat/chat-table.ts';
import { lotcastChat } from './chat/lotcast-chat.ts';
import { socketIoChats } from './chat/socket-io-chat.ts';

/** As many as a room shows to whoever comes in. */
const history = 50;
const timeoutMs = 30_000;
/** Until everybody's going has been dealt with. */
const betweenMs = 1_000;

interface Spike extends EnterResult {
  readonly cpuSeconds: number;
}

/** A room that everybody comes into at the same moment. */
export const chatSpike = scenario({
  about: 'people who come into one chat room at the same moment, until each holds its last 50 messages',
  defaults: {
    people: 2_000,
    rounds: 3,
    gateways: null,
    shards: null,
    journal: null,
    profile: false,
    peer: null,
  },
  async run(settings, bench: Bench) {
    const { people, rounds, peer } = settings;
    if (peer !== null) {
      await ensurePeerStores();
      await ensurePeerPackages();
    }
    const houses: readonly ChatHouse[] = [
      lotcastChat(bench, settings),
      ...(peer === null ? [] : socketIoChats(bench)),
    ];
    const crowd = bench.startChatCrowd();
    const running: RunningChatHouse[] = [];
    const lots: string[] = [];
    for (const house of houses) {
      const started = await house.start(people);
      running.push(started);
      lots.push(await started.openRoom(crowd, history));
    }
    const spikes = houses.map((): Spike[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [n, house] of houses.entries()) {
        const spike = await comeIn(crowd, running[n] as RunningChatHouse, lots[n] as string);
        spikes[n]?.push(spike);
        const { inside, joined } = spike;
        bench.progress(
          `Round ${round + 1} of ${rounds}: ${house.name}, ${inside} of ${people} inside, ${Math.round(joined.p99Ms)} ms p99`,
        );
      }
    }
    const rows = houses.map((house, n) => rowOf(house, spikes[n] as Spike[], people));
    const [{ name: _name, madeOf: _madeOf, keeps: _keeps, ...own }, ...others] = rows as [
      SpikeRow,
      ...SpikeRow[],
    ];
    return {
      people,
      ...own,
      ...(peer === null
        ? {}
        : {
            p99Ratios: Object.fromEntries(others.map(({ name, p99Ms }) => [name, p99Ms / own.p99Ms])),
            rows,
          }),
    };
  },
  faults: ({ connected, people }) =>
    connected === people ? [] : [`only ${connected} of ${people} people came in and hold the history`],
  table: (figures) =>
    chatTable(figures, [
      ['inside', 'connected'],
      ['%', 'connectedPercent'],
      ['p50 ms', 'p50Ms'],
      ['p99 ms', 'p99Ms'],
      ['CPU s', 'cpuSeconds'],
    ]),
});

async function comeIn(crowd: ChatCrowd, house: RunningChatHouse, lot: string): Promise<Spike> {
  const { targets, cookies, subscribes } = house;
  const before = house.cpuSeconds();
  const plan = {
    lot,
    targets,
    cookies,
    subscribes,
    atOnce: cookies.length,
    history,
    firstSpeaker: 0,
    timeoutMs,
  };
  const entered = await crowd.enter('spike', plan);
  const cpuSeconds = house.cpuSeconds() - before;
  await crowd.leave('spike');
  await pause(betweenMs);
  return { ...entered, cpuSeconds };
}

interface SpikeRow {
  readonly name: string;
  readonly madeOf: string;
  readonly keeps: string;
  /** Those who held the history in the worst round. */
  readonly connected: number;
  readonly connectedPercent: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p99MsSpread: { readonly low: number; readonly high: number };
  readonly cpuSeconds: number;
  readonly faults: readonly string[];
}

function rowOf({ name, madeOf, keeps }: ChatHouse, spikes: readonly Spike[], people: number): SpikeRow {
  const connected = Math.min(...spikes.map(({ inside }) => inside));
  const p99Ms = spikes.map(({ joined }) => joined.p99Ms);
  return {
    name,
    madeOf,
    keeps,
    connected,
    connectedPercent: (100 * connected) / people,
    p50Ms: median(spikes.map(({ joined }) => joined.p50Ms)),
    p99Ms: median(p99Ms),
    p99MsSpread: spread(p99Ms),
    cpuSeconds: median(spikes.map(({ cpuSeconds }) => cpuSeconds)),
    faults: spikes.flatMap(({ faults }) => faults),
  };
}
