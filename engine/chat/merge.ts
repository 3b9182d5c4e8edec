import type { ChatCommand } from '../../schema/chat/commands.ts';
import type { ChatEvent } from '../../schema/chat/events.ts';
import type { PersonId } from '../../schema/ids.ts';
import { accepted, type ChatDecision, refused } from './answers.ts';
import { whoIs } from './rank.ts';
import { mergeSpeakers } from './speaker-memory.ts';
import type { ChatState, Message, OpenState } from './state.ts';

/** Whether the room knows something of this person that matters: what that one said, is, or may not do. */
export const concerns = (state: ChatState, person: PersonId): boolean =>
  state.sellerId === person ||
  state.moderators.has(person) ||
  state.sanctions.has(person) ||
  state.speakers.has(person) ||
  state.cleared.has(person);

/** A guest has turned out to be somebody with an account, who goes on as what the guest was, with the guest's sanctions. */
export function decideMerge(
  state: OpenState,
  { from, to, name }: Extract<ChatCommand, { type: 'merge' }>,
  now: number,
): ChatDecision {
  if (from === to || whoIs(state, to) !== to || state.forgotten.has(to)) return refused('invalid');
  if (whoIs(state, from) === to || !concerns(state, from)) return accepted();
  return accepted({ type: 'merged', at: now, from, to, name });
}

/** Of two sanctions the one that lasts longer. */
function mergeSanctions({ sanctions }: ChatState, from: PersonId, to: PersonId, name: string): void {
  const guest = sanctions.get(from);
  if (guest === undefined) return;
  sanctions.delete(from);
  const account = sanctions.get(to);
  const lasts = ({ until }: { readonly until: number | null }) => until ?? Number.POSITIVE_INFINITY;
  if (account === undefined || lasts(guest) > lasts(account))
    sanctions.set(to, { ...guest, person: to, name });
}

/** Makes the guest the account wherever the room knows the guest. Old messages keep the name they were said under. */
export function applyMerge(
  state: ChatState,
  { from, to, name }: Extract<ChatEvent, { type: 'merged' }>,
): void {
  const renamed = (message: Message): Message => (message.by === from ? { ...message, by: to } : message);
  if (state.sellerId === from) state.sellerId = to;
  if (state.moderators.delete(from)) state.moderators.set(to, name);
  if (state.sellerId === to) state.moderators.delete(to);
  mergeSanctions(state, from, to, name);
  mergeSpeakers(state.speakers, from, to);
  state.recent = state.recent.map(renamed);
  state.pinned = state.pinned && renamed(state.pinned);
  state.held = new Map([...state.held].map(([seq, message]) => [seq, renamed(message)]));
  for (const [guest, account] of state.merged) if (account === from) state.merged.set(guest, to);
  state.merged.set(from, to);
}
