import type { Person } from '../../schema/http.ts';
import type { ChatSay } from '../../schema/wire/chat.ts';
import type { MediaMessage } from '../../schema/wire/media.ts';

/** What a socket on another gateway than the first has to say to that one; `socket` is its number there. */
export type SocketToFirst = { readonly socket: number } & (
  | {
      readonly about: 'media';
      readonly person: Person | null;
      readonly address: string;
      /** Whether the socket was let in to the lot that the message is about. */
      readonly isAdmitted: boolean;
      readonly message: MediaMessage;
    }
  /** It is in the chat room of this seller's lot, and says something. */
  | {
      readonly about: 'chat';
      readonly person: Person | null;
      readonly address: string;
      readonly sellerId: number;
      readonly message: ChatSay;
    }
  | { readonly about: 'left'; readonly lot: string }
  | { readonly about: 'closed' }
);

/** A frame for one of these sockets. */
export interface FrameToSocket {
  readonly socket: number;
  readonly frame: string;
  /** Whether it answers what the socket has said in a room, and goes with the room's events. */
  readonly isAnswer: boolean;
}
