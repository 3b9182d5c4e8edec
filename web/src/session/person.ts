import { batch, signal } from '@preact/signals';
import type { Person } from '../../../schema/http.ts';
import { ask, type Code, onceMoreSignedIn, onSignInLost, refusalOf, request } from '../api/request.ts';
import { onMessage } from '../connection/room.ts';
import { Session } from './session.ts';
import { onOtherTabs, sessionWorld } from './session-world.ts';

/** Who looks at this page: null for somebody without a name, undefined until the server has said. */
export const person = signal<Person | null | undefined>(undefined);

/** Whether somebody who is signed in has a connection that does not know it yet: what is sent now is nobody's. */
export const isComingBack = signal(false);

/** Whether the page asks now who this is. */
export const asksWho = signal(false);

/** What the person has to be told of the session: how it ended, or why none began; null when there is nothing. */
export const sessionNotice = signal<Code | 'signed_out' | 'account_deleted' | null>(null);

const session = new Session(sessionWorld, {
  personChanged: (next) => {
    person.value = next;
  },
  comingBackChanged: (next) => {
    isComingBack.value = next;
  },
  ended: (code) => {
    sessionNotice.value = code === 'banned' ? code : 'signed_out';
  },
});

let settleQuestion: ((signedIn: boolean) => void) | null = null;

/** Comes in as a guest; the connection is opened again so that it carries the name. */
export async function enterAsGuest(name: string): Promise<void> {
  const guest = await request<Person>('POST', '/guests', { name });
  batch(() => {
    sessionNotice.value = null;
    session.begun(guest);
    answerQuestion(true);
  });
}

/** Signs out in this browser; if that can't be done, the notice says so. */
export async function signOut(): Promise<void> {
  const refusal = await refusalOf(leaveBy(() => ask('DELETE', '/me')));
  if (refusal !== null) sessionNotice.value = refusal.code;
}

/** Signs out in all browsers. */
export const signOutEverywhere = (): Promise<void> => leaveBy(() => ask('DELETE', '/sessions'));

/** Ends the session by what ends it on the server, asked once: a renewal has to wait until it is over. */
export const leaveBy = (leave: () => Promise<unknown>): Promise<void> =>
  onceMoreSignedIn(() => session.end(leave));

/** Has tokens and connection carry what has changed of the person. */
export async function carryChanges(): Promise<void> {
  if (await session.renew()) sessionWorld.reopenLink();
}

/** Asks who this is if it is not known; false when the person would rather not say. */
export function ensureSignedIn(): Promise<boolean> {
  if (person.value || isComingBack.value) return Promise.resolve(true);
  answerQuestion(false);
  asksWho.value = true;
  return new Promise((resolve) => {
    settleQuestion = resolve;
  });
}

/** Asks a guest to come in with an account, where that is needed. */
export function askForAccount(): void {
  answerQuestion(false);
  asksWho.value = true;
}

/** Ends the question who this is. */
export function answerQuestion(signedIn: boolean): void {
  asksWho.value = false;
  settleQuestion?.(signedIn);
  settleQuestion = null;
}

onSignInLost(() => session.renew());
onOtherTabs({
  renewed: (renewed) => session.told(renewed),
  hintChanged: () => session.hintChanged(),
});
onMessage((message) => {
  if (message.type === 'welcome') session.welcomed(message.person, message.signedInUntil);
  if (message.type === 'renew') void session.renew();
  // The token was of another session than the socket: a new socket is of the one there is now.
  if (message.type === 'error' && message.about?.type === 'renew') sessionWorld.reopenLink();
});
