import type { ErrorCode } from '../../schema/codes.ts';
import type { Person } from '../../schema/http.ts';
import type { MediaMessage } from '../../schema/wire/media.ts';
import type { ErrorSubject } from '../socket/error-frame.ts';

/** A client's socket as live video sees it, on whichever gateway it is. */
export interface MediaSocket {
  /** Null for someone who only watches. */
  readonly person: Person | null;
  readonly address: string;
  readonly isOpen: boolean;
  /** Lots that it was let in to. */
  readonly admitted: { has(lot: string): boolean };
  send(frame: string): void;
  sendError(code: ErrorCode, message: string, about?: ErrorSubject): void;
}

/** Where sockets bring what they have to say about live video. */
export interface MediaDesk<Socket extends MediaSocket> {
  /** Follows a message of a client; the answer comes when it is ready. */
  receive(socket: Socket, message: MediaMessage): void;
  /** The socket does not follow the lot any more, so it can't watch it either. */
  left(socket: Socket, lot: string): void;
  /** The socket is gone. */
  closed(socket: Socket): void;
}
