import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { protocolVersion } from '../../schema/wire/version.ts';

const endOfHead = '\r\n\r\n';
const textFrame = 0x81;

/** A text frame of a client, below 64 KiB; its mask of zeros leaves the payload as it is. */
export function clientFrame(text: string): string {
  const size = text.length < 126 ? [0x80 | text.length] : [0x80 | 126, text.length >>> 8, text.length & 0xff];
  return `${String.fromCharCode(textFrame, ...size)}\0\0\0\0${text}`;
}

/** A WebSocket on a bare TCP connection, for load: it looks at no more than the first bytes of what it is told. */
export class RawSocket {
  readonly socket: Socket;
  /** Called with each text message, as bytes from `start` to before `end`. */
  onText: (bytes: Buffer, start: number, end: number) => void = () => {};
  #rest: Buffer = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.socket = socket;
  }

  /** Resolves when the server has agreed to speak WebSocket. */
  static open(url: string, cookie: string | null, localAddress = '127.0.0.1'): Promise<RawSocket> {
    const { hostname, port, host } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), localAddress, noDelay: true });
    const raw = new RawSocket(socket);
    const head = [
      `GET /ws?v=${protocolVersion} HTTP/1.1`,
      `Host: ${host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...(cookie === null ? [] : [`Cookie: ${cookie}`]),
    ];
    socket.write(`${head.join('\r\n')}${endOfHead}`);
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the server closed the connection')));
      socket.on('data', function readHead(bytes) {
        raw.#rest = Buffer.concat([raw.#rest, bytes]);
        const end = raw.#rest.indexOf(endOfHead);
        if (end < 0) return;
        if (!raw.#rest.includes('HTTP/1.1 101 '))
          return reject(new Error(raw.#rest.toString('latin1', 0, end)));
        socket.off('data', readHead);
        socket.on('data', (more) => raw.#read(more));
        socket.on('error', () => {});
        const first = raw.#rest.subarray(end + endOfHead.length);
        raw.#rest = Buffer.alloc(0);
        resolve(raw);
        queueMicrotask(() => raw.#read(first));
      });
    });
  }

  /** Sends frames made by `clientFrame`. */
  send(frames: string): void {
    this.socket.write(frames, 'latin1');
  }

  #read(more: Buffer): void {
    const bytes = this.#rest.length === 0 ? more : Buffer.concat([this.#rest, more]);
    let at = 0;
    while (bytes.length - at >= 4) {
      const short = (bytes[at + 1] as number) & 0x7f;
      const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
      if (start > bytes.length) break;
      const size =
        short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6);
      const end = start + size;
      if (end > bytes.length) break;
      if (bytes[at] === textFrame) this.onText(bytes, start, end);
      at = end;
    }
    this.#rest = bytes.subarray(at);
  }
}
