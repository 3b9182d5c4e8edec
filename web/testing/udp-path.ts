import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { onCleanup, type Scope } from '../../testing/cleanup.ts';

/** What a path does to packets; changed while it is in use. */
export interface UdpPath {
  /** Way to the server and back, each. */
  delayMs: number;
  /** What the server's packets to each browser are let through at; null lets all through. */
  limitBps: number | null;
}

/** What waits longer than this before the narrow part is dropped, as routers do. */
const queueMs = 300;

/** Browsers that send to `from` reach the server at `to`, the same port of another address of this machine. */
export async function udpPath(scope: Scope, from: string, to: string, port: number): Promise<UdpPath> {
  const path: UdpPath = { delayMs: 0, limitBps: null };
  const front = createSocket('udp4');
  const backs = new Map<string, Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const after = (ms: number, send: () => void) => {
    if (ms <= 0) return send();
    const timer = setTimeout(() => {
      timers.delete(timer);
      send();
    }, ms);
    timers.add(timer);
  };
  const backFor = ({ address, port: browserPort }: RemoteInfo): Socket => {
    const key = `${address}:${browserPort}`;
    const known = backs.get(key);
    if (known !== undefined) return known;
    const back = createSocket('udp4');
    backs.set(key, back);
    let freeAtMs = 0;
    back.on('message', (packet) => {
      const nowMs = performance.now();
      freeAtMs = Math.max(freeAtMs, nowMs);
      if (path.limitBps !== null) {
        if (freeAtMs - nowMs > queueMs) return;
        freeAtMs += (packet.length * 8_000) / path.limitBps;
      }
      after(freeAtMs - nowMs + path.delayMs, () => front.send(packet, browserPort, address));
    });
    return back;
  };
  front.on('message', (packet, browser) => {
    const back = backFor(browser);
    after(path.delayMs, () => back.send(packet, port, to));
  });
  front.bind(port, from);
  await once(front, 'listening');
  onCleanup(scope, () => {
    for (const timer of timers) clearTimeout(timer);
    for (const socket of [front, ...backs.values()]) socket.close();
  });
  return path;
}
