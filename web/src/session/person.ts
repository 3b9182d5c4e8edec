import { signal } from '@preact/signals';
import type { Person } from '../../../schema/http.ts';
import { request } from '../api/request.ts';
import { link, onMessage } from '../connection/room.ts';

/** Who looks at this page: null for somebody without a name, undefined until the server has said. */
export const person = signal<Person | null | undefined>(undefined);

/** Whether the page asks for a name now. */
export const asksForName = signal(false);

let settleQuestion: ((signedIn: boolean) => void) | null = null;

/** Takes a name; the connection is opened again so that it carries it. */
export async function signIn(name: string): Promise<void> {
  person.value = await request<Person>('POST', '/guests', { name });
  link.reopen();
  answerQuestion(true);
}

/** Leaves. */
export async function signOut(): Promise<void> {
  await request('DELETE', '/me');
  person.value = null;
  link.reopen();
}

/** Asks for a name if there is none yet; false when the person would rather not. */
export function ensureSignedIn(): Promise<boolean> {
  if (person.value) return Promise.resolve(true);
  answerQuestion(false);
  asksForName.value = true;
  return new Promise((resolve) => {
    settleQuestion = resolve;
  });
}

/** Ends the question for a name. */
export function answerQuestion(signedIn: boolean): void {
  asksForName.value = false;
  settleQuestion?.(signedIn);
  settleQuestion = null;
}

onMessage((message) => {
  // Another tab may have come in or left since the last connection.
  if (message.type === 'welcome') person.value = message.person;
  // The cookie is gone or no longer good: the next bid asks for a name again.
  if (message.type === 'error' && message.code === 'not_signed_in') person.value = null;
});
