import type { Person } from '../../schema/http.ts';
import type { MediaMessage } from '../../schema/wire/media.ts';

/** What a socket on another gateway than the first has to do with live video; `socket` is its number there. */
export type SocketToMedia = { readonly socket: number } & (
  | {
      readonly media: 'message';
      readonly person: Person | null;
      readonly address: string;
      /** Whether the socket was let in to the lot that the message is about. */
      readonly isAdmitted: boolean;
      readonly message: MediaMessage;
    }
  | { readonly media: 'left'; readonly lot: string }
  | { readonly media: 'closed' }
);
