import type { ErrorCode } from '../../schema/codes.ts';
import type { Person } from '../../schema/http.ts';
import type { MediaDesk, MediaSocket } from '../media/media-socket.ts';
import { type ErrorSubject, errorFrame } from '../socket/error-frame.ts';
import type { SocketToMedia } from './media-messages.ts';

/** A socket of another gateway, as live video on the first one sees it. */
class ForwardedSocket implements MediaSocket {
  readonly person: Person | null;
  readonly address: string;
  readonly admitted = new Set<string>();
  isOpen = true;
  readonly #send: (frame: string) => void;

  constructor(person: Person | null, address: string, send: (frame: string) => void) {
    this.person = person;
    this.address = address;
    this.#send = send;
  }

  send(frame: string): void {
    if (this.isOpen) this.#send(frame);
  }

  sendError(code: ErrorCode, message: string, about?: ErrorSubject): void {
    this.send(errorFrame(code, message, about));
  }
}

/** Sockets of another gateway that have to do with live video. */
export class ForwardedSockets {
  readonly #desk: MediaDesk<MediaSocket>;
  readonly #send: (socket: number, frame: string) => void;
  readonly #sockets = new Map<number, ForwardedSocket>();

  constructor(desk: MediaDesk<MediaSocket>, send: (socket: number, frame: string) => void) {
    this.#desk = desk;
    this.#send = send;
  }

  /** Takes what the other gateway tells. */
  heard(told: SocketToMedia): void {
    const number = told.socket;
    let socket = this.#sockets.get(number);
    if (told.media === 'message') {
      if (socket === undefined) {
        socket = new ForwardedSocket(told.person, told.address, (frame) => this.#send(number, frame));
        this.#sockets.set(number, socket);
      }
      if (told.isAdmitted) socket.admitted.add(told.message.lot);
      else socket.admitted.delete(told.message.lot);
      return this.#desk.receive(socket, told.message);
    }
    if (socket === undefined) return;
    if (told.media === 'left') return this.#desk.left(socket, told.lot);
    socket.isOpen = false;
    this.#sockets.delete(number);
    this.#desk.closed(socket);
  }
}
