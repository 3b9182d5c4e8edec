import type { ChatSay } from '../../schema/wire/chat.ts';
import type { MediaMessage } from '../../schema/wire/media.ts';
import type { SpeakersDesk } from '../chat/socket/chat-socket.ts';
import type { MediaDesk } from '../media/media-socket.ts';
import type { Connection } from '../socket/connection.ts';
import type { FrameToSocket, SocketToFirst } from './socket-messages.ts';

/**
 * Brings what sockets of this gateway say about live video, and what they say in chat rooms, to the first one: there the
 * media workers are led, and there speakers and their words are looked at.
 */
export class SocketForwarder implements MediaDesk<Connection>, SpeakersDesk<Connection> {
  readonly #send: (message: SocketToFirst) => void;
  /** Sockets that the first gateway has heard of. */
  readonly #numbers = new Map<Connection, number>();
  readonly #sockets = new Map<number, Connection>();
  #lastNumber = 0;

  constructor(send: (message: SocketToFirst) => void) {
    this.#send = send;
  }

  receive(connection: Connection, message: MediaMessage): void {
    const { person, address, admitted } = connection;
    const socket = this.#numberOf(connection);
    this.#send({ about: 'media', socket, person, address, isAdmitted: admitted.has(message.lot), message });
  }

  say(connection: Connection, sellerId: number, message: ChatSay): void {
    const { person, address } = connection;
    const socket = this.#numberOf(connection);
    this.#send({ about: 'chat', socket, person, address, sellerId, message });
  }

  left(connection: Connection, lot: string): void {
    const socket = this.#numbers.get(connection);
    if (socket !== undefined) this.#send({ about: 'left', socket, lot });
  }

  closed(connection: Connection): void {
    const socket = this.#numbers.get(connection);
    if (socket === undefined) return;
    this.#numbers.delete(connection);
    this.#sockets.delete(socket);
    this.#send({ about: 'closed', socket });
  }

  /** Takes a frame for one of the sockets, which may be gone by now. */
  heard({ socket, frame, isAnswer }: FrameToSocket): void {
    const connection = this.#sockets.get(socket);
    if (isAnswer) connection?.answer(frame);
    else connection?.send(frame);
  }

  #numberOf(connection: Connection): number {
    const known = this.#numbers.get(connection);
    if (known !== undefined) return known;
    const number = ++this.#lastNumber;
    this.#numbers.set(connection, number);
    this.#sockets.set(number, connection);
    return number;
  }
}
