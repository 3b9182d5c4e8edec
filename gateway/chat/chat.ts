import type { ReactionKind } from '../../schema/chat/settings.ts';
import { chatActor } from '../../schema/ids.ts';
import type { ChatSay } from '../../schema/wire/chat.ts';
import type { Connection } from '../socket/connection.ts';
import type { Position } from '../socket/relay.ts';
import type { SpeakersDesk } from './chat-socket.ts';
import { RoomChannels, type RoomChannelsParts } from './room-channels.ts';

export interface ChatParts extends RoomChannelsParts {
  readonly speakers: () => SpeakersDesk<Connection>;
}

/** What sockets of this gateway do in chat rooms. */
export class Chat {
  readonly rooms: RoomChannels;
  readonly #parts: ChatParts;

  constructor(parts: ChatParts) {
    this.#parts = parts;
    this.rooms = new RoomChannels(parts);
  }

  /** Into the room of a lot that the socket was let in to. */
  enter(connection: Connection, lot: string, since: Position | null): void {
    if (!connection.admitted.has(lot)) {
      return connection.sendError('not_found', 'watch the lot first', { type: 'chatEnter', lot });
    }
    this.rooms.leave(connection, lot);
    this.rooms.enter(connection, lot, since);
  }

  leave(connection: Connection, lot: string): void {
    this.rooms.leave(connection, lot);
  }

  /** The socket is gone. */
  closed(connection: Connection): void {
    for (const lot of [...connection.rooms]) this.leave(connection, lot);
  }

  say(connection: Connection, message: ChatSay): void {
    const { lot } = message;
    const sellerId = this.#parts.sellerOf(lot);
    if (sellerId === null || !isIn(connection, lot)) return refuse(connection, 'chatSay', lot);
    this.#parts.speakers().say(connection, sellerId, message);
  }

  react(connection: Connection, lot: string, _kind: ReactionKind): void {
    if (!isIn(connection, lot)) return refuse(connection, 'chatReact', lot);
  }
}

const isIn = (connection: Connection, lot: string): boolean => connection.admitted.has(chatActor(lot));

function refuse(connection: Connection, type: 'chatSay' | 'chatReact', lot: string): void {
  connection.sendError('not_found', 'enter the room first', { type, lot });
}
