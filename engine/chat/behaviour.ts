import type { Behaviour } from '../../schema/behaviour.ts';
import type { ChatCommand } from '../../schema/chat/commands.ts';
import type { ChatEvent } from '../../schema/chat/events.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { type FrozenChat, freeze, thaw, weight } from './freeze.ts';
import { snapshot, summary } from './public.ts';
import { publish } from './publish.ts';
import { type ChatState, initial, isOpen } from './state.ts';
import { view } from './view.ts';

/** Rooms have no deadline, and nobody speaks in numbers. */
function never(): never {
  throw new Error('a chat room takes no such command');
}

/** The chat room of a lot as the actor runtime runs it. */
const chat: Behaviour<ChatState, ChatCommand, ChatEvent> = {
  kind: 'chat',
  givesWay: true,
  initial,
  decide,
  evolve,
  deadline: () => null,
  tick: never,
  outage: () => null,
  unpack: never,
  // A refusal changes nothing, and by the time of a retry it may not hold any more.
  retryKey: () => null,
  record: (event) => JSON.stringify(event),
  publish,
  abridge: (text) => text,
  position: (state) => state.position,
  snapshot,
  summary,
  mayShowLater: () => true,
  status: (state) => (isOpen(state) ? 'open' : 'none'),
  view,
  freeze,
  thaw: (frozen) => thaw(frozen as FrozenChat),
  weight,
};

export default chat;
