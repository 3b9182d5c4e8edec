import type { Person } from '../../../schema/http.ts';
import type { ChatSay } from '../../../schema/wire/chat.ts';

/** A client's socket as chat sees it, on whichever gateway it is. */
export interface ChatSocket {
  /** Null for someone who only reads. */
  readonly person: Person | null;
  /** Sends the answer to something that it said, with whatever waits for it; ASCII only. */
  answer(frame: string): void;
}

/** Where sockets bring what they have to say. */
export interface SpeakersDesk<Socket extends ChatSocket> {
  /** Takes a message of somebody who is in the room of this seller's lot; the answer comes when it is decided. */
  say(socket: Socket, sellerId: number, message: ChatSay): void;
}
