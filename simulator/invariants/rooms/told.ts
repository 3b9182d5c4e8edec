import type { ChatMessage, ChatRoom, PublicChatEvent } from '../../../schema/chat/public.ts';
import type { RoomRecord } from '../../record/room-record.ts';
import { blockedWords } from '../../reference/words.ts';
import type { Invariant } from '../invariant.ts';

/** Events that a gateway tells of a room. */
export interface ToldRoomEvents {
  readonly events: readonly PublicChatEvent[];
  readonly room: RoomRecord;
}

const toldAsItWas: Invariant<ToldRoomEvents> = {
  sentence: 'everyone is told what is committed, at its place in the journal, and the same',
  check: ({ events, room }) => {
    for (const event of events) {
      const text = JSON.stringify(event);
      const stored = room.told[event.seq];
      if (text !== stored) return `${text} told as ${event.seq}, ${stored} stored`;
      if (room.events[event.seq - 1]?.type !== event.type) return `${text} told, another event stored`;
    }
    return null;
  },
};

/** What nobody is to read in this message, if it says so; a moderator may have let a held one be seen. */
const secretIn = ({ seq, text }: ChatMessage, room: RoomRecord): string | null => {
  if (text.includes(blockedWords.mask)) return 'what is masked';
  if (!text.includes(blockedWords.hold)) return null;
  const { type } = room.events[seq - 1] ?? { type: 'nothing' };
  const isFree = type === 'released' || type === 'said';
  return isFree ? null : 'what is held';
};

const secretsAreKept: Invariant<ToldRoomEvents> = {
  sentence: 'nothing held or masked is told to others',
  check: ({ events, room }) => {
    for (const event of events) {
      const secret =
        event.type === 'said' || event.type === 'released'
          ? secretIn(event, room)
          : saysTooMuch(event)
            ? 'more than everyone may know'
            : null;
      if (secret !== null) return `${secret}: ${JSON.stringify(event)}`;
    }
    return null;
  },
};

/** Whether an event that only moderators may know of says more than that it was. */
const saysTooMuch = (event: PublicChatEvent): boolean =>
  (event.type === 'held' || event.type === 'dropped' || event.type === 'wordsSet') &&
  Object.keys(event).length > 3;

export const toldRoomInvariants = [toldAsItWas, secretsAreKept];

/** A picture of a room that a gateway gives. */
export interface GivenRoomPicture {
  readonly seq: number;
  readonly picture: ChatRoom;
  readonly room: RoomRecord;
}

const pictureIsTheRoom: Invariant<GivenRoomPicture> = {
  sentence: 'a picture of a room is the committed room at its position',
  check: ({ seq, picture, room }) => {
    const text = JSON.stringify(picture);
    const stored = room.pictureAt(seq);
    return text === stored ? null : `${text} told at ${seq}, ${stored} stored`;
  },
};

const picturesKeepSecrets: Invariant<GivenRoomPicture> = {
  sentence: 'a picture of a room shows nothing that is held, masked or gone',
  check: ({ seq, picture, room }) => {
    for (const message of picture.messages) {
      const secret = secretIn(message, room);
      if (secret !== null) return `${secret} at ${seq}: ${JSON.stringify(message)}`;
      if (message.gone !== undefined && message.text !== '') return `${message.seq} is gone and can be read`;
    }
    return null;
  },
};

export const roomPictureInvariants = [pictureIsTheRoom, picturesKeepSecrets];
