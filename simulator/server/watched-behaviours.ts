import type { Cell } from '../../actors/shard/cell.ts';
import auction from '../../engine/auction/behaviour.ts';
import chat from '../../engine/chat/behaviour.ts';
import type { Behaviour } from '../../schema/behaviour.ts';
import type { Rooms } from '../record/rooms.ts';

/** Lots and their chat rooms on one shard, with what else waits there looked at before each decision. */
export const watchedBehaviours = (cells: () => ReadonlyMap<string, Cell>, rooms: Rooms): Behaviour[] => [
  watched(auction as unknown as Behaviour, () => rooms.decidingBid(cells())),
  watched(chat as unknown as Behaviour, () => rooms.deciding(cells())),
];

const watched = (behaviour: Behaviour, look: () => void): Behaviour => ({
  ...behaviour,
  decide: (state, command, now) => {
    look();
    return behaviour.decide(state, command, now);
  },
});
