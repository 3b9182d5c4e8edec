import { ask, Refusal } from '../api/request.ts';
import { link, serverClock } from '../connection/room.ts';
import type { Renewal, Renewed, SessionWorld } from './session.ts';

const name = 'lotcast.session';
/** Longer than a slow network takes, shorter than the server takes an old refresh token for a lost answer. */
const renewalTimeoutMs = 10_000;

async function askRenewal(): Promise<Renewal> {
  try {
    const signal = AbortSignal.timeout(renewalTimeoutMs);
    const renewed = await ask<Renewed>('POST', '/session/refresh', undefined, signal);
    return { kind: 'renewed', renewed };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, status } = error;
    if ((status === 401 && code === 'not_signed_in') || (status === 403 && code === 'banned')) {
      return { kind: 'ended', code };
    }
    return { kind: 'unknown' };
  }
}

let lastTurn: Promise<unknown> = Promise.resolve();

/** Browsers have locks on safe origins only; elsewhere the server forgives tabs that come at the same time. */
function inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  if ('locks' in navigator) return navigator.locks.request(name, work);
  const done = lastTurn.then(work);
  lastTurn = done.catch(() => {});
  return done;
}

/** The page's store may be full or forbidden: then a session lasts as long as the page does. */
let hint: string | null = null;

function hasHint(): boolean {
  try {
    return localStorage.getItem(name) !== null;
  } catch {
    return hint !== null;
  }
}

function setHint(isSignedIn: boolean): void {
  hint = isSignedIn ? '1' : null;
  try {
    if (isSignedIn) localStorage.setItem(name, '1');
    else localStorage.removeItem(name);
  } catch {
    // It is remembered here.
  }
}

const tabs = new BroadcastChannel(name);

/** Calls back with what other tabs of this browser say of the session. */
export function onOtherTabs(listener: { renewed(renewed: Renewed): void; hintChanged(): void }): void {
  tabs.addEventListener('message', (event: MessageEvent<Renewed>) => listener.renewed(event.data));
  window.addEventListener('storage', (event) => {
    if (event.key === name || event.key === null) listener.hintChanged();
  });
}

/** What keeps the session of this page. */
export const sessionWorld: SessionWorld = {
  askRenewal,
  inTurn,
  tellTabs: (renewed) => tabs.postMessage(renewed),
  hasHint,
  setHint,
  sendToken: (token) => link.send({ type: 'renew', token }),
  reopenLink: () => link.reopen(),
  serverNowMs: () => serverClock.nowMs(),
  random: Math.random,
  after: (delayMs, call) => {
    const timer = setTimeout(call, delayMs);
    return () => clearTimeout(timer);
  },
};
