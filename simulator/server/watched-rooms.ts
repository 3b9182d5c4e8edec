import type { Cell } from '../../actors/shard/cell.ts';
import chat from '../../engine/chat/behaviour.ts';
import type { Behaviour } from '../../schema/behaviour.ts';
import type { Rooms } from '../record/rooms.ts';

/** The chat rooms of one shard, with what else waits there looked at before each decision. */
export const watchedRooms = (cells: () => ReadonlyMap<string, Cell>, rooms: Rooms): Behaviour => ({
  ...(chat as unknown as Behaviour),
  decide: (state, command, now) => {
    rooms.deciding(cells());
    return (chat as unknown as Behaviour).decide(state, command, now);
  },
});
