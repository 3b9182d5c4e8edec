import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server, type Socket } from 'socket.io';
import type { Framing } from './contract.ts';
import { Gathering } from './gathering.ts';
import { personIn } from './messages.ts';

/** As long as Lotcast keeps events for those who come back. */
const recoveryMs = 60_000;
const historyMessages = 50;
const maxTextChars = 300;

// The number of a message and its place in the history in one step, so that both are the same for every node.
const sayScript = `
local seq = redis.call('INCR', KEYS[1])
redis.call('LPUSH', KEYS[2], '{"seq":' .. seq .. ARGV[1])
redis.call('LTRIM', KEYS[2], 0, ${historyMessages - 1})
return seq`;

interface ChatRedis extends Redis {
  say(numbers: string, history: string, messageWithoutSeq: string): Promise<number>;
}

interface Say {
  readonly lot: string;
  readonly sayId: number;
  readonly text: string;
}

type Answer = (message: unknown) => void;

/**
 * Chat rooms as Socket.IO's own guides have them: a room for each lot, messages broadcast through the Redis streams
 * adapter, connection state recovery, the last messages in Redis. Answers are acknowledgements, which the adapter does
 * not write to its stream. Gives the port.
 */
export async function startSocketIoChat(redisUrl: string, framing: Framing): Promise<number> {
  const redis = new Redis(redisUrl, { enableAutoPipelining: true }) as ChatRedis;
  redis.defineCommand('say', { numberOfKeys: 2, lua: sayScript });
  const http = createServer();
  const io = new Server(http, {
    transports: ['websocket'],
    adapter: createAdapter(redis),
    connectionStateRecovery: { maxDisconnectionDuration: recoveryMs },
  });
  const tell = (lot: string, events: readonly unknown[]) => {
    io.to(lot).emit('chatEvents', { type: 'chatEvents', lot, events });
  };
  const gathering = new Gathering(tell);

  async function enter(socket: Socket, lot: string, answer: Answer): Promise<void> {
    await socket.join(lot);
    const newestFirst = await redis.lrange(historyKey(lot), 0, historyMessages - 1);
    const messages = newestFirst.reverse().map((message) => JSON.parse(message) as { readonly seq: number });
    answer({ type: 'chatRoom', lot, seq: messages.at(-1)?.seq ?? 0, room: { messages } });
  }

  async function say(socket: Socket, { lot, sayId, text }: Say, answer: Answer): Promise<void> {
    const by = personIn(socket.handshake.headers.cookie);
    const rest = {
      type: 'said',
      at: Date.now(),
      by: { id: by, name: `Guest ${by}`, rank: 'speaker', isGuest: true },
      text,
    };
    const seq = await redis.say(`numbers:${lot}`, historyKey(lot), `,${JSON.stringify(rest).slice(1)}`);
    const event = { seq, ...rest };
    if (framing === 'each') tell(lot, [event]);
    else gathering.add(lot, event);
    answer({ type: 'chatSaid', lot, sayId, seq });
  }

  io.on('connection', (socket) => {
    const failed = (error: Error) =>
      socket.emit('error', { type: 'error', code: 'internal', message: error.message });
    socket.on('chatEnter', ({ lot }: { readonly lot: unknown }, answer: Answer) => {
      if (typeof lot === 'string') enter(socket, lot, answer).catch(failed);
    });
    socket.on('chatSay', (message: Say, answer: Answer) => {
      if (isSay(message) && socket.rooms.has(message.lot)) say(socket, message, answer).catch(failed);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return (http.address() as AddressInfo).port;
}

const historyKey = (lot: string): string => `history:${lot}`;

function isSay(message: unknown): message is Say {
  const { lot, sayId, text } = (message ?? {}) as Partial<Say>;
  const isText = typeof text === 'string' && text.length > 0 && text.length <= maxTextChars;
  return typeof lot === 'string' && Number.isSafeInteger(sayId) && isText;
}
