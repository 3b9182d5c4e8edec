import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { clientFrame, RawSocket } from './raw-socket.ts';

/** What a crowd does, and where. */
export interface CrowdTask {
  readonly kind: 'deaf' | 'silent' | 'coming';
  readonly url: string;
  readonly lots: readonly string[];
  /** Sockets that are held, or connections a second. */
  readonly count: number;
}

/** Told to the one who started it. */
export type CrowdNews =
  | { readonly type: 'there' }
  | { readonly type: 'told'; readonly open: number; readonly done: number; readonly failed: number };

const { kind, url, lots, count } = JSON.parse(process.argv[2] as string) as CrowdTask;
/** One address has too few ports for as many connections. */
const addressOf = (n: number) => `127.0.0.${2 + (n % 20)}`;
const open = new Set<Socket>();
let done = 0;
let failed = 0;
let isEnding = false;
const say = (news: CrowdNews) => process.send?.(news);

/** Opens so many at a time, as fast as the server takes them. */
async function openAll(openOne: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const inLine = async () => {
    while (next < count) {
      await openOne(next++).catch(() => {
        failed++;
      });
    }
  };
  await Promise.all(Array.from({ length: 100 }, inLine));
}

function hold(socket: Socket): void {
  open.add(socket);
  socket.on('error', () => {});
  socket.once('close', () => {
    open.delete(socket);
    done++;
  });
}

/** Watches a lot and reads nothing of what it is told. */
async function deaf(n: number): Promise<void> {
  const raw = await RawSocket.open(url, null, addressOf(n));
  raw.socket.pause();
  raw.send(clientFrame(`{"type":"subscribe","lot":"${lots[n % lots.length]}"}`));
  hold(raw.socket);
}

/** Connects, says not even what it wants, and comes again when it is shown out. */
async function silent(n: number): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), localAddress: addressOf(n) });
  await once(socket, 'connect');
  hold(socket);
  socket.once('close', () => {
    if (!isEnding) void silent(n).catch(() => failed++);
  });
}

/** A new visitor, who leaves again when the door has opened. */
async function visit(n: number): Promise<void> {
  const raw = await RawSocket.open(url, null, addressOf(n));
  done++;
  raw.socket.resetAndDestroy();
}

async function come(): Promise<void> {
  const startedAt = performance.now();
  for (let n = 0; !isEnding; ) {
    await pause(10);
    const due = ((performance.now() - startedAt) * count) / 1_000;
    for (; n < due; n++) void visit(n).catch(() => failed++);
  }
}

// Without the one who started it, it has no business here.
process.once('disconnect', () => process.exit(0));
process.once('message', () => {
  isEnding = true;
  say({ type: 'told', open: open.size, done, failed });
  for (const socket of open) socket.destroy();
  process.disconnect();
});
if (kind === 'coming') {
  say({ type: 'there' });
  await come();
} else {
  await openAll(kind === 'deaf' ? deaf : silent);
  say({ type: 'there' });
}
