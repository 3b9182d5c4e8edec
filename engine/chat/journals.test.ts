import { fileURLToPath } from 'node:url';
import type { ChatEvent } from '../../schema/chat/events.ts';
import { keepTheirStates } from '../testing/keep-their-states.ts';
import { storedJournals } from '../testing/stored-journals.ts';
import chat from './behaviour.ts';

/** Whether each type of event stands in a journal of the first version that had it. */
const eventTypes: Readonly<Record<ChatEvent['type'], true>> = {
  opened: true,
  said: true,
  held: true,
  released: true,
  dropped: true,
  deleted: true,
  cleared: true,
  muted: true,
  unmuted: true,
  pinned: true,
  settingsSet: true,
  wordsSet: true,
  appointed: true,
  guarded: true,
  merged: true,
  forgotten: true,
};

keepTheirStates(
  chat,
  storedJournals<ChatEvent, unknown>(fileURLToPath(new URL('./testing/journals', import.meta.url))),
  Object.keys(eventTypes),
);
