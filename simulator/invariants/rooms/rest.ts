import type { ChatRoom } from '../../../schema/chat/public.ts';
import type { RoomRecord } from '../../record/room-record.ts';
import { whoIs } from '../../reference/room-facts.ts';
import type { Invariant } from '../invariant.ts';

/** A room when nothing happens any more. */
export interface RestingRoom {
  readonly room: RoomRecord;
}

const positionsAreTheJournals: Invariant<RestingRoom> = {
  sentence: 'the positions of a room have no gap and are those of its journal',
  check: ({ room }) => {
    if (room.position !== room.events.length) return `${room.position} of ${room.events.length}`;
    for (let seq = 1; seq < room.told.length; seq++) {
      const told = JSON.parse(room.told[seq] as string) as { seq: number };
      if (told.seq !== seq) return `${told.seq} told as ${seq}`;
    }
    return null;
  },
};

const historyKnowsWhatIsGone: Invariant<RestingRoom> = {
  sentence: 'what was taken away is gone from the history, and nothing else',
  check: ({ room }) => {
    const { deleted, cleared, forgotten } = room.goneAsTold;
    const clearedUpTo = new Map(cleared.map(({ person, upTo }) => [person, upTo]));
    for (const [n, event] of room.events.entries()) {
      if (event.type !== 'said' && event.type !== 'released') continue;
      const seq = n + 1;
      const isGone =
        deleted.includes(seq) || forgotten.includes(event.by) || (clearedUpTo.get(event.by) ?? 0) >= seq;
      if (isGone !== room.gone.has(seq)) return `${seq} is gone: ${isGone} instead of ${room.gone.get(seq)}`;
    }
    return null;
  },
};

export const restingRoomInvariants = [positionsAreTheJournals, historyKnowsWhatIsGone];

/** What somebody's page shows of a room when nothing happens any more. */
export interface SeenRoom {
  readonly shown: ChatRoom;
  readonly room: RoomRecord;
}

export const seenRoomInvariants: readonly Invariant<SeenRoom>[] = [
  {
    sentence: 'a page that applies all events of a room shows what a fresh picture shows',
    check: ({ shown, room }) => {
      const fresh = room.picture;
      const { messages } = shown;
      // Whoever was here longer sees more of them.
      const lately = messages.slice(Math.max(0, messages.length - fresh.messages.length));
      const text = JSON.stringify({ ...shown, messages: lately, from: fresh.from });
      return text === JSON.stringify(fresh) ? null : `${text} instead of ${JSON.stringify(fresh)}`;
    },
  },
  {
    sentence: 'deletions reach everyone',
    check: ({ shown: { messages }, room }) => {
      for (const { seq, gone, text } of messages) {
        const should = room.gone.get(seq);
        if (gone !== should) return `${seq} is shown as ${gone ?? 'there'} instead of ${should ?? 'there'}`;
        if (gone !== undefined && text !== '') return `${seq} is gone and can be read`;
      }
      return null;
    },
  },
  {
    sentence: 'everyone has the same messages in the same order',
    check: ({ shown: { messages }, room }) => {
      const first = messages[0]?.seq ?? room.events.length + 1;
      const stored: number[] = [];
      for (const [n, { type }] of room.events.entries()) {
        if (n + 1 >= first && (type === 'said' || type === 'released')) stored.push(n + 1);
      }
      const seen = messages.map(({ seq }) => seq);
      return `${seen}` === `${stored}` ? null : `${seen} seen, ${stored} stored`;
    },
  },
  {
    sentence: 'messages are signed by whoever has said them',
    check: ({ shown: { messages }, room }) => {
      for (const { seq, by } of messages) {
        const event = room.events[seq - 1];
        const author = event?.type === 'said' || event?.type === 'released' ? whoIs(room.now, event.by) : 0;
        if (by.id !== author) return `${seq} is by ${author} and shown as by ${by.id}`;
      }
      return null;
    },
  },
];
