import type { WebSocket } from 'uWebSockets.js';
import { type CloseCode, closeCodes, type ErrorCode } from '../../schema/codes.ts';
import type { Person } from '../../schema/http.ts';
import { limits } from '../../schema/limits.ts';
import { Allowance } from './allowance.ts';
import { type ErrorSubject, errorFrame } from './error-frame.ts';
import { type PersonRate, takes } from './person-rates.ts';
import type { Traffic } from './traffic.ts';

/** What uWebSockets.js keeps for us with each socket. */
export interface SocketData {
  connection: Connection;
  version: string | undefined;
  cookie: string | undefined;
  isHttps: boolean;
}

/** Where a connection is told of what is published, and of the answers to what it has said. */
interface Topics {
  subscribe(topic: string, connection: Connection): void;
  unsubscribe(topic: string, connection: Connection): void;
  putAnswer(connection: Connection, frame: string): void;
}

interface EarlyFrame {
  readonly frame: ArrayBuffer;
  readonly isBinary: boolean;
}

type Frame = string | Uint8Array;

/** What uWebSockets.js answers to a frame that neither waits in a buffer nor was dropped. */
const sentAtOnce = 1;

/** One client's socket, with all that is counted about it. */
export class Connection {
  /** Null for someone who only watches, and until the person is known. */
  person: Person | null = null;
  /** Whether it is somebody who was shut out, who may only watch. */
  isBanned = false;
  /** What came in before the person was known; null from then on. */
  early: EarlyFrame[] | null = [];
  readonly address: string;
  /** Topics that it is told of: of the lots among `lots`, those that it was let in to. */
  readonly admitted = new Set<string>();
  /** Lots that it watches or waits to watch. */
  readonly lots = new Set<string>();
  /** Lots whose chat room it is in or waits to be in. */
  readonly rooms = new Set<string>();
  readonly messages: Allowance;
  /** What its person sends on all sockets; null for nobody. */
  personRate: PersonRate | null = null;
  readonly bids: Allowance;
  bidsInFlight = 0;
  /** Where it has bid last, as the lot and as the actor; '' before. */
  lastBidLot = '';
  lastBidActor = '';
  /** A page that stays open for days may send a bad message now and then. */
  readonly #badMessages = new Allowance(1 / 60, limits.maxBadMessagesPerSocket - 1);
  inLobby = false;
  #socket: WebSocket<SocketData> | null = null;
  /** The frame to be sent with the next delivery, and those behind it: mostly it is one, which needs no list. */
  #next: Frame | null = null;
  #behind: Frame[] | null = null;
  readonly #topics: Topics;
  readonly #traffic: Traffic;

  constructor(options: {
    address: string;
    bids: Allowance;
    messages: Allowance;
    topics: Topics;
    traffic: Traffic;
  }) {
    this.address = options.address;
    this.#topics = options.topics;
    this.#traffic = options.traffic;
    this.bids = options.bids;
    this.messages = options.messages;
  }

  /** The person is known; gives what came in before. */
  known(person: Person | null): readonly EarlyFrame[] {
    const early = this.early ?? [];
    this.person = person;
    this.early = null;
    return early;
  }

  opened(socket: WebSocket<SocketData>): void {
    this.#socket = socket;
  }

  /** The socket is gone: touching it would throw. */
  closed(): void {
    this.#socket = null;
    this.#next = null;
    this.#behind = null;
  }

  get isOpen(): boolean {
    return this.#socket !== null;
  }

  /** Sends one frame now. A reader that is too slow for it is cut off. */
  send(frame: string): void {
    // What was put aside comes first, or a client would see newer things before older ones.
    this.deliver();
    if (this.#socket === null) return;
    this.#traffic.count(Buffer.byteLength(frame));
    if (this.#socket.send(frame) !== sentAtOnce) this.cutIfSlow();
  }

  /** Ends the connection of a client that reads so slowly that too much is waiting for it. */
  cutIfSlow(): void {
    if (this.#socket === null || this.#socket.getBufferedAmount() <= limits.maxBackpressureBytes) return;
    this.#traffic.slowReadersCut++;
    this.close(closeCodes.slowReader, 'reading too slowly');
  }

  sendError(code: ErrorCode, message: string, about?: ErrorSubject): void {
    this.send(errorFrame(code, message, about));
  }

  /** Puts a frame aside for `deliver`; true if it is the first. As a string it is ASCII, so its length is its bytes. */
  enqueue(frame: Frame): boolean {
    if (this.#socket === null) return false;
    const isFirst = this.#next === null;
    if (isFirst) this.#next = frame;
    else if (this.#behind === null) this.#behind = [frame];
    else this.#behind.push(frame);
    return isFirst;
  }

  /** Sends what was put aside in one write, and gives to how many bytes; 0 if nothing was. */
  deliver(): number {
    const next = this.#next;
    const behind = this.#behind;
    const socket = this.#socket;
    if (next === null || socket === null) return 0;
    this.#next = null;
    this.#behind = null;
    let bytes = next.length;
    let isBehind = false;
    // A cork costs as much as a frame, and one frame is one write without it.
    if (behind === null) isBehind = !this.#sendOne(socket, next);
    else {
      socket.cork(() => {
        isBehind = !this.#sendOne(socket, next);
        for (const frame of behind) {
          bytes += frame.length;
          if (!this.#sendOne(socket, frame)) isBehind = true;
        }
      });
    }
    if (isBehind) this.cutIfSlow();
    return bytes;
  }

  /** False if it has to wait for the reader. */
  #sendOne(socket: WebSocket<SocketData>, frame: Frame): boolean {
    this.#traffic.count(frame.length);
    return socket.send(frame) === sentAtOnce;
  }

  subscribe(topic: string): void {
    this.admitted.add(topic);
    this.#topics.subscribe(topic, this);
  }

  unsubscribe(topic: string): void {
    this.admitted.delete(topic);
    this.#topics.unsubscribe(topic, this);
  }

  /** Sends the answer to something that it has said, with whatever waits for it; ASCII only. */
  answer(frame: string): void {
    this.#topics.putAnswer(this, frame);
  }

  /** Counts a message that came in at this time (ms); false if there are too many of this socket or person. */
  takesMessage(nowMs: number): boolean {
    const isTaken = this.messages.take(nowMs);
    return (this.personRate === null || takes(this.personRate)) && isTaken;
  }

  /** Counts something that no sound client sends; too much of it ends the connection, with a code that names the last. */
  misbehaved(as: 'malformed' | 'flooding'): void {
    if (!this.#badMessages.take(this.messages.takenAt)) {
      this.close(closeCodes[as], as === 'flooding' ? 'too many messages' : 'too many bad messages');
    }
  }

  close(code: CloseCode, reason: string): void {
    this.#socket?.end(code, reason);
  }
}
