import type { ErrorCode } from '../../schema/codes.ts';
import type { Person } from '../../schema/http.ts';
import type { ChatSocket, SpeakersDesk } from '../chat/socket/chat-socket.ts';
import type { MediaDesk, MediaSocket } from '../media/media-socket.ts';
import { type ErrorSubject, errorFrame } from '../socket/error-frame.ts';
import type { FrameToSocket, SocketToFirst } from './socket-messages.ts';

type Send = (frame: string, isAnswer: boolean) => void;

/** A socket of another gateway, as the first one sees it. */
class ForwardedSocket implements MediaSocket, ChatSocket {
  readonly person: Person | null;
  readonly address: string;
  readonly admitted = new Set<string>();
  isOpen = true;
  readonly #send: Send;

  constructor(person: Person | null, address: string, send: Send) {
    this.person = person;
    this.address = address;
    this.#send = send;
  }

  send(frame: string): void {
    if (this.isOpen) this.#send(frame, false);
  }

  answer(frame: string): void {
    if (this.isOpen) this.#send(frame, true);
  }

  sendError(code: ErrorCode, message: string, about?: ErrorSubject): void {
    this.send(errorFrame(code, message, about));
  }
}

/** Where sockets bring what they have to say to the first gateway. */
export interface Desks {
  /** Null while live video is off. */
  readonly media: MediaDesk<MediaSocket> | null;
  readonly speakers: SpeakersDesk<ChatSocket>;
}

/** Sockets of another gateway that have something to say to the first one. */
export class ForwardedSockets {
  readonly #desks: Desks;
  readonly #send: (frame: FrameToSocket) => void;
  readonly #sockets = new Map<number, ForwardedSocket>();

  constructor(desks: Desks, send: (frame: FrameToSocket) => void) {
    this.#desks = desks;
    this.#send = send;
  }

  /** Takes what the other gateway tells. */
  heard(told: SocketToFirst): void {
    const { media, speakers } = this.#desks;
    if (told.about === 'chat') return speakers.say(this.#socketOf(told), told.sellerId, told.message);
    if (told.about === 'media') {
      const socket = this.#socketOf(told);
      if (told.isAdmitted) socket.admitted.add(told.message.lot);
      else socket.admitted.delete(told.message.lot);
      return media?.receive(socket, told.message);
    }
    const socket = this.#sockets.get(told.socket);
    if (socket === undefined) return;
    if (told.about === 'left') return media?.left(socket, told.lot);
    socket.isOpen = false;
    this.#sockets.delete(told.socket);
    media?.closed(socket);
  }

  #socketOf({ socket: number, person, address }: Extract<SocketToFirst, { person: Person | null }>) {
    const known = this.#sockets.get(number);
    if (known !== undefined) return known;
    const socket = new ForwardedSocket(person, address, (frame, isAnswer) =>
      this.#send({ socket: number, frame, isAnswer }),
    );
    this.#sockets.set(number, socket);
    return socket;
  }
}
