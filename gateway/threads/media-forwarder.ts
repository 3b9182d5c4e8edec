import type { MediaMessage } from '../../schema/wire/media.ts';
import type { MediaDesk } from '../media/media-socket.ts';
import type { Connection } from '../socket/connection.ts';
import type { SocketToMedia } from './media-messages.ts';

/** Brings what sockets of this gateway say about live video to the first one, where the media workers are led. */
export class MediaForwarder implements MediaDesk<Connection> {
  readonly #send: (message: SocketToMedia) => void;
  /** Sockets that the first gateway has heard of. */
  readonly #numbers = new Map<Connection, number>();
  readonly #sockets = new Map<number, Connection>();
  #lastNumber = 0;

  constructor(send: (message: SocketToMedia) => void) {
    this.#send = send;
  }

  receive(connection: Connection, message: MediaMessage): void {
    const { person, address, admitted } = connection;
    const socket = this.#numbers.get(connection) ?? this.#number(connection);
    this.#send({ media: 'message', socket, person, address, isAdmitted: admitted.has(message.lot), message });
  }

  left(connection: Connection, lot: string): void {
    const socket = this.#numbers.get(connection);
    if (socket !== undefined) this.#send({ media: 'left', socket, lot });
  }

  closed(connection: Connection): void {
    const socket = this.#numbers.get(connection);
    if (socket === undefined) return;
    this.#numbers.delete(connection);
    this.#sockets.delete(socket);
    this.#send({ media: 'closed', socket });
  }

  /** Takes a frame for one of the sockets, which may be gone by now. */
  heard(socket: number, frame: string): void {
    this.#sockets.get(socket)?.send(frame);
  }

  #number(connection: Connection): number {
    const number = ++this.#lastNumber;
    this.#numbers.set(connection, number);
    this.#sockets.set(number, connection);
    return number;
  }
}
