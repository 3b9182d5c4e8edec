import type { ChatEvent, Said } from '../../schema/chat/events.ts';
import type { PersonId } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import { applyMerge } from './merge.ts';
import { applySanction } from './sanctions.ts';
import { remember } from './speaker-memory.ts';
import type { ChatState, Message } from './state.ts';

function addMessage(state: ChatState, seq: number, said: Said): void {
  state.recent.push(messageOf(seq, said));
  if (state.recent.length > limits.chatRecentMessages) state.recent.shift();
}

const messageOf = (seq: number, said: Said): Message => ({
  seq,
  at: said.at,
  by: said.by,
  name: said.name,
  rank: said.rank,
  isGuest: said.isGuest,
  sayId: said.sayId,
  text: said.text,
  masks: said.masks,
  replyTo: said.replyTo,
  mentions: said.mentions,
  fingerprint: said.fingerprint,
  fullAt: said.fullAt,
  gone: null,
});

/** Takes away what a message says; its place stays. */
function takeAway(
  state: ChatState,
  isMeant: (message: Message) => boolean,
  gone: NonNullable<Message['gone']>,
): void {
  state.recent = state.recent.map((message) =>
    isMeant(message) && message.gone !== 'forgotten'
      ? { ...message, name: gone === 'forgotten' ? '' : message.name, text: '', masks: [], gone }
      : message,
  );
  if (state.pinned !== null && isMeant(state.pinned)) state.pinned = null;
}

function takeAwayAllOf(state: ChatState, person: PersonId, gone: 'cleared' | 'forgotten'): void {
  takeAway(state, ({ by }) => by === person, gone);
  for (const [seq, { by }] of state.held) if (by === person) state.held.delete(seq);
}

/** Old messages stand in the journal under whoever said them then: those of guests whom the person was go along. */
function clear({ cleared, merged }: ChatState, person: PersonId, upTo: number): void {
  cleared.set(person, upTo);
  for (const [guest, account] of merged) if (account === person) cleared.set(guest, upTo);
}

function forget(state: ChatState, person: PersonId): void {
  takeAwayAllOf(state, person, 'forgotten');
  state.forgotten.add(person);
  state.moderators.delete(person);
  state.speakers.delete(person);
  const sanction = state.sanctions.get(person);
  if (sanction !== undefined) state.sanctions.set(person, { ...sanction, name: '' });
}

/** Applies an event. It takes the state over. */
export function evolve(state: ChatState, event: ChatEvent): ChatState {
  const seq = ++state.position;
  switch (event.type) {
    case 'opened':
      state.sellerId = event.sellerId;
      state.settings = event.settings;
      return state;
    case 'said':
      addMessage(state, seq, event);
      remember(state, seq, event, false);
      return state;
    case 'held':
      state.held.set(seq, messageOf(seq, event));
      remember(state, seq, event, true);
      return state;
    case 'released':
      state.held.delete(event.of);
      addMessage(state, seq, event);
      return state;
    case 'dropped':
      state.held.delete(event.of);
      return state;
    case 'deleted':
      state.deleted.add(event.of);
      takeAway(state, (message) => message.seq === event.of, 'deleted');
      return state;
    case 'cleared':
      clear(state, event.person, seq);
      takeAwayAllOf(state, event.person, 'cleared');
      return state;
    case 'muted': {
      const { person, name, at, until, reason, by } = event;
      applySanction(state, { person, name, at, until, reason, by });
      return state;
    }
    case 'unmuted':
      state.sanctions.delete(event.person);
      return state;
    case 'pinned':
      state.pinned = state.recent.find((message) => message.seq === event.of) ?? null;
      return state;
    case 'settingsSet':
      state.settings = event.settings;
      return state;
    case 'wordsSet':
      state.words = event.words;
      return state;
    case 'appointed':
      if (event.isModerator) state.moderators.set(event.person, event.name);
      else state.moderators.delete(event.person);
      return state;
    case 'guarded':
      state.guardUntil = event.until;
      return state;
    case 'merged':
      applyMerge(state, event);
      return state;
    case 'forgotten':
      forget(state, event.person);
      return state;
  }
}
