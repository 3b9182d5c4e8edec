import type { ChatState, Message } from './state.ts';

type Maps = 'moderators' | 'sanctions' | 'held' | 'speakers' | 'deleted' | 'cleared' | 'forgotten' | 'merged';

/** The whole state as plain JSON data: maps as pairs and sets as lists, in their order. */
export interface FrozenChat extends Omit<ChatState, Maps> {
  readonly moderators: ReadonlyArray<readonly [number, string]>;
  readonly sanctions: ReadonlyArray<readonly [number, MapValue<'sanctions'>]>;
  readonly held: ReadonlyArray<readonly [number, Message]>;
  readonly speakers: ReadonlyArray<readonly [number, MapValue<'speakers'>]>;
  readonly deleted: readonly number[];
  readonly cleared: ReadonlyArray<readonly [number, number]>;
  readonly forgotten: readonly number[];
  readonly merged: ReadonlyArray<readonly [number, number]>;
}
type MapValue<Key extends 'sanctions' | 'speakers'> =
  ChatState[Key] extends Map<number, infer Value> ? Value : never;

/** Takes a copy of the state that later events don't touch: they add to lists and maps, but leave what is in them as it is. */
export const freeze = (state: ChatState): FrozenChat => ({
  ...state,
  moderators: [...state.moderators],
  sanctions: [...state.sanctions],
  recent: state.recent.slice(),
  held: [...state.held],
  speakers: [...state.speakers].map(([person, memory]) => [person, { ...memory, last: memory.last.slice() }]),
  deleted: [...state.deleted],
  cleared: [...state.cleared],
  forgotten: [...state.forgotten],
  merged: [...state.merged],
});

/** Makes the state out of a frozen one, which stays as it is. */
export const thaw = (frozen: FrozenChat): ChatState => ({
  ...frozen,
  moderators: new Map(frozen.moderators),
  sanctions: new Map(frozen.sanctions),
  recent: frozen.recent.slice(),
  held: new Map(frozen.held),
  speakers: new Map(
    frozen.speakers.map(([person, memory]) => [person, { ...memory, last: memory.last.slice() }]),
  ),
  deleted: new Set(frozen.deleted),
  cleared: new Map(frozen.cleared),
  forgotten: new Set(frozen.forgotten),
  merged: new Map(frozen.merged),
});

/** A speaker's last messages take about as much room as three events; a deleted number about a thirtieth. */
const eventsPerSpeaker = 3;
const deletedPerEvent = 30;

/** Roughly how many events take as much room as the frozen state. */
export const weight = ({ recent, held, speakers, deleted, sanctions }: ChatState): number =>
  recent.length +
  held.size +
  sanctions.size +
  speakers.size * eventsPerSpeaker +
  Math.ceil(deleted.size / deletedPerEvent);
