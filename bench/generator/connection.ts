import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Dialect, DialectSide } from './dialects/dialect.ts';
import { type DialectName, dialects } from './dialects/index.ts';
import { clientFrame, FrameReader, type FrameSink, opcodes } from './frames.ts';

/** Where WebSockets are opened. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** How it wraps our messages; as they are, if it is not given. */
  readonly dialect?: DialectName;
}

/** Who hears what one connection hears; all calls are synchronous, the bytes are good during the call. */
export interface Listener {
  /** A text message lies between `start` and `end`. */
  text(bytes: Uint8Array, start: number, end: number): void;
  /** All that was read at once has been handed on. */
  readEnded(): void;
  /** The connection is gone, and nobody here asked for it; 1006 when there was no close frame. */
  lost(closeCode: number): void;
}

// Reads are handed on before the next one begins, so one buffer serves all connections of the process.
const readBuffer = Buffer.allocUnsafeSlow(256 * 1024);

const endOfHead = '\r\n\r\n';

/** A WebSocket client on a bare TCP socket, with no more work for each message than the protocol asks. */
export class Connection implements FrameSink, DialectSide {
  readonly #dialect: Dialect;
  readonly #socket: Socket;
  readonly #reader = new FrameReader();
  #listener: Listener | null = null;
  #head = '';
  #isOpen = false;
  #closeCode = 1006;
  #isOver = false;
  #opened: () => void = () => {};
  #refused: (error: Error) => void = () => {};

  private constructor(target: Target, cookie: string | null, path: string | undefined) {
    this.#dialect = dialects[target.dialect ?? 'plain'];
    this.#socket = connect({
      host: target.host,
      port: target.port,
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (length, bytes) => {
          this.#read(bytes, length);
          return true;
        },
      },
    });
    this.#socket.on('error', (error) => this.#refused(error));
    this.#socket.on('close', () => this.#ended());
    this.#socket.write(upgradeRequest(target, path ?? this.#dialect.path, cookie));
  }

  /** Opens a connection; resolves when the server has agreed to speak WebSocket, and is ready for messages. */
  static open(
    target: Target,
    cookie: string | null,
    listener: (self: Connection) => Listener,
    path?: string,
  ): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const connection = new Connection(target, cookie, path);
      connection.#listener = listener(connection);
      connection.#opened = () => resolve(connection);
      connection.#refused = reject;
    });
  }

  /** Sends frames made by `frameOf`, as many as wanted in one string. */
  send(frames: string): void {
    this.#socket.write(frames, 'latin1');
  }

  /** A message of latin1 characters as this server wants it. */
  frameOf(text: string): string {
    return this.#dialect.frame(text);
  }

  /** Sends one message of latin1 characters. */
  sendText(text: string): void {
    this.send(this.#dialect.frame(text));
  }

  message(bytes: Uint8Array, start: number, end: number): void {
    this.#listener?.text(bytes, start, end);
  }

  ready(): void {
    this.#opened();
  }

  /** Reads nothing until told to: what the server sends stays where it is. */
  pauseReading(): void {
    this.#socket.pause();
  }

  /** Reads on. */
  resumeReading(): void {
    this.#socket.resume();
  }

  /** Asks the server to end the connection; its listener is told when it has. */
  leave(): void {
    this.send(clientFrame(opcodes.close, ''));
  }

  /** Ends the connection at once; its listener is not told. */
  destroy(): void {
    this.#isOver = true;
    this.#socket.destroy();
  }

  frame(opcode: number, bytes: Uint8Array, start: number, end: number): void {
    if (opcode === opcodes.text || opcode === opcodes.binary)
      this.#dialect.receive(opcode, bytes, start, end, this);
    else if (opcode === opcodes.ping) this.send(clientFrame(opcodes.pong, latin1(bytes, start, end)));
    else if (opcode === opcodes.close) {
      if (end - start >= 2) this.#closeCode = ((bytes[start] as number) << 8) | (bytes[start + 1] as number);
      this.send(clientFrame(opcodes.close, latin1(bytes, start, Math.min(end, start + 2))));
      this.#socket.end();
    }
  }

  #read(bytes: Uint8Array, length: number): void {
    if (this.#isOpen) this.#reader.read(bytes, length, this);
    else this.#readHead(bytes, length);
    this.#listener?.readEnded();
  }

  #readHead(bytes: Uint8Array, length: number): void {
    const known = this.#head.length;
    this.#head += latin1(bytes, 0, length);
    const end = this.#head.indexOf(endOfHead);
    if (end < 0) return;
    const statusLine = this.#head.slice(0, this.#head.indexOf('\r\n'));
    if (!statusLine.startsWith('HTTP/1.1 101 ')) {
      this.#refused(new Error(`no WebSocket: the server said "${statusLine}"`));
      this.destroy();
      return;
    }
    this.#isOpen = true;
    this.#head = '';
    if (!this.#dialect.greets) this.#opened();
    const rest = bytes.subarray(end + endOfHead.length - known, length);
    this.#reader.read(rest, rest.length, this);
  }

  #ended(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#isOpen) this.#listener?.lost(this.#closeCode);
    else this.#refused(new Error('the server closed the connection before it became a WebSocket'));
  }
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

function upgradeRequest(target: Target, path: string, cookie: string | null): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${target.host}:${target.port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
  ];
  if (cookie !== null) lines.push(`Cookie: ${cookie}`);
  return lines.join('\r\n') + endOfHead;
}
