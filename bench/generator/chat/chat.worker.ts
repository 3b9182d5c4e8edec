import { answerCalls } from '../../calls/answer.ts';
import type { ChatApi } from './chat-api.ts';
import { Room } from './room.ts';

const rooms = new Map<string, Room>();

function inside(name: string): Room {
  const room = rooms.get(name);
  if (!room) throw new Error(`nobody is in the room ${name}`);
  return room;
}

const api: ChatApi = {
  enter: (name, plan) => {
    const room = new Room(plan);
    rooms.set(name, room);
    return room.enter();
  },
  flood: (name, plan) => inside(name).flood(plan),
  proof: async (name) => inside(name).proof(),
  delivered: async (name) => inside(name).delivered,
  leave: async (name) => {
    inside(name).leave();
    rooms.delete(name);
  },
};

answerCalls(api);
