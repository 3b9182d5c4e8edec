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
  /** Frames to be sent with the next delivery; several go out in one write. */
  #outbox: (string | Uint8Array)[] = [];
  /** Whether some of what was delivered last has to wait for the reader. */
  #isBehind = false;
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
    this.#outbox = [];
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
  enqueue(frame: string | Uint8Array): boolean {
    if (this.#socket === null) return false;
    return this.#outbox.push(frame) === 1;
  }

  /** Sends what was put aside in one write, and gives to how many bytes; 0 if nothing was. */
  deliver(): number {
    const outbox = this.#outbox;
    const socket = this.#socket;
    if (outbox.length === 0 || socket === null) return 0;
    // A cork costs as much as a frame, and one frame is one write without it.
    if (outbox.length > 1) socket.cork(this.#sendOutbox);
    else this.#sendOutbox();
    this.#outbox = [];
    if (this.#isBehind) this.cutIfSlow();
    let bytes = 0;
    for (const frame of outbox) bytes += frame.length;
    return bytes;
  }

  /** Made once, for it is called with every write. */
  readonly #sendOutbox = (): void => {
    const socket = this.#socket as WebSocket<SocketData>;
    this.#isBehind = false;
    for (const frame of this.#outbox) {
      this.#traffic.count(frame.length);
      if (socket.send(frame) !== sentAtOnce) this.#isBehind = true;
    }
  };

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
