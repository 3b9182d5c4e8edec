import { computed, signal } from '@preact/signals';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import { protocolVersion } from '../../../schema/wire/version.ts';
import { Link, type LinkSocket, type LinkState } from './link.ts';
import { ServerClock } from './server-clock.ts';

const localNowMs = () => performance.now();

/** The server's clock, kept by the connection. */
export const serverClock = new ServerClock(localNowMs, Date.now);

const linkState = signal<LinkState>({ kind: 'connecting' });
/** Lots whose state is being caught up with. */
const unsynced = signal<ReadonlySet<string>>(new Set());

/** How it stands with the connection as people see it: open only when everything shown is current. */
export const connectionState = computed<LinkState>(() =>
  linkState.value.kind === 'open' && unsynced.value.size > 0 ? { kind: 'behind' } : linkState.value,
);

/** Says that a lot is being caught up with, or no longer. */
export function markSynced(lotId: string, isSynced: boolean): void {
  if (unsynced.value.has(lotId) !== isSynced) return;
  const next = new Set(unsynced.value);
  if (isSynced) next.delete(lotId);
  else next.add(lotId);
  unsynced.value = next;
}

const welcomeListeners = new Set<() => void>();
const messageListeners = new Set<(message: ServerMessage) => void>();

/** Calls back after each welcome, when everything must be asked for again. Returns what ends it. */
export function onWelcome(listener: () => void): () => void {
  welcomeListeners.add(listener);
  return () => welcomeListeners.delete(listener);
}

/** Calls back with each message. Returns what ends it. */
export function onMessage(listener: (message: ServerMessage) => void): () => void {
  messageListeners.add(listener);
  return () => messageListeners.delete(listener);
}

function openSocket(): LinkSocket {
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
  return new WebSocket(`${scheme}://${window.location.host}/ws?v=${protocolVersion}`) as LinkSocket;
}

/** The page's connection. */
export const link = new Link(
  {
    openSocket,
    nowMs: localNowMs,
    random: Math.random,
    isOnline: () => navigator.onLine,
    after: (delayMs, call) => {
      const timer = setTimeout(call, delayMs);
      return () => clearTimeout(timer);
    },
  },
  serverClock,
  {
    stateChanged: (state) => {
      linkState.value = state;
    },
    welcomed: () => {
      for (const listener of welcomeListeners) listener();
    },
    message: (message) => {
      for (const listener of messageListeners) listener(message);
    },
  },
);

/** More than this between two looks at both clocks means that the device slept. */
const sleepMs = 1_500;

/** Connects, and minds the device's network and sleep. */
export function startRoom(): void {
  let wallMinusLocalMs = Date.now() - localNowMs();
  window.addEventListener('online', () => link.reopen());
  window.addEventListener('offline', () => link.wentOffline());
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) link.reopen();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return;
    const nowMs = Date.now() - localNowMs();
    if (Math.abs(nowMs - wallMinusLocalMs) > sleepMs) serverClock.forget();
    wallMinusLocalMs = nowMs;
    link.probe();
  });
  link.reopen();
}
