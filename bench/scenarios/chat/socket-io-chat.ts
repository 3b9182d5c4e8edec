import { randomBytes } from 'node:crypto';
import type { Bench } from '../../bench.ts';
import type { Framing } from '../../peers/contract.ts';
import { startChatPeer } from '../../servers/chat-peer.ts';
import { cpuSecondsOf } from '../../servers/proc.ts';
import { redisStore } from '../peers/stores.ts';
import { type ChatHouse, enterAlone, sayAndGo } from './chat-house.ts';
import { mostInFlight } from './flood-phases.ts';

/** A frame for each message and socket takes long. */
const fewInFlight = 100;
const keeps = 'in a Redis stream, with fsync once a second';
const madeOf = 'Socket.IO with its Redis streams adapter, a history of 50 in Redis';

/** Socket.IO's chat on a number of nodes that share a Redis. */
const socketIoChat = (
  bench: Bench,
  nodes: number,
  framing: Framing,
  words: Pick<ChatHouse, 'name' | 'madeOf'>,
): ChatHouse => ({
  ...words,
  keeps,
  inFlight: framing === 'each' ? fewInFlight : mostInFlight,
  async start(people) {
    bench.progress(`Starting ${words.name}`);
    const store = await redisStore('everysec')(bench, await bench.makeFolder());
    const running = await Promise.all(
      Array.from({ length: nodes }, () => startChatPeer(store.url, framing, bench.children)),
    );
    const targets = running.map(({ target }) => target);
    const cookies = Array.from({ length: people }, (_, n) => `person=${n + 1}`);
    return {
      targets,
      cookies,
      subscribes: false,
      async openRoom(crowd, history) {
        const lot = randomBytes(13).toString('hex').toUpperCase();
        await enterAlone(crowd, { targets, subscribes: false }, lot, cookies[0] as string);
        await sayAndGo(crowd, history);
        return lot;
      },
      cpuSeconds: () =>
        running.reduce((sum, { process }) => sum + cpuSecondsOf(process.pid as number), store.cpuSeconds()),
      async stop() {
        for (const { process } of running) await bench.children.stop(process);
        await store.stop();
      },
    };
  },
});

/**
 * One node, which is all that this machine has cores for beside the load, and two, which is what an adapter is for. On
 * one node each message also goes out by itself, as Socket.IO's guides have it; gathered as Lotcast's it costs less.
 */
export const socketIoChats = (bench: Bench): readonly ChatHouse[] => [
  socketIoChat(bench, 1, 'gathered', {
    name: 'socket-io',
    madeOf: `${madeOf}; one node, messages of 20 ms in one frame`,
  }),
  socketIoChat(bench, 2, 'gathered', {
    name: 'socket-io-2',
    madeOf: `${madeOf}; two nodes, messages of 20 ms in one frame`,
  }),
  socketIoChat(bench, 1, 'each', {
    name: 'socket-io-each',
    madeOf: `${madeOf}; one node, a frame for each message`,
  }),
];
