import { type ServerMessage, serverMessageSchema } from '../../../schema/wire/server.ts';
import { type Failure, failed } from '../failure.ts';
import { unknownPath } from '../oracle/unknown-path.ts';
import type { Wire } from '../targets/wire.ts';
import { opcodes, takeServerFrames } from '../targets/ws-frames.ts';

/** A socket of a case, reading strictly. */
export class StrictSocket {
  readonly wire: Wire;
  readonly messages: ServerMessage[] = [];
  readonly texts: string[] = [];
  /** The code that it was closed with; null while it was not, or was cut off without one. */
  closeCode: number | null = null;
  violation: Failure | null = null;

  constructor(wire: Wire) {
    this.wire = wire;
  }

  /** Takes in what has come. */
  read(): void {
    if (this.violation !== null || this.closeCode !== null) return;
    try {
      const { frames, rest } = takeServerFrames(this.wire.received);
      this.wire.take(this.wire.received.length - rest.length);
      for (const { opcode, payload } of frames) {
        if (opcode === opcodes.close) {
          this.closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
          return;
        }
        if (opcode === opcodes.ping || opcode === opcodes.pong) continue;
        if (opcode !== opcodes.text) throw new Error(`a frame with opcode ${opcode}`);
        this.#message(payload.toString('utf8'));
      }
    } catch (error) {
      this.violation ??= failed('documented', `${(error as Error).message}`);
    }
  }

  #message(text: string): void {
    this.texts.push(text);
    const raw: unknown = JSON.parse(text);
    const parsed = serverMessageSchema.safeParse(raw);
    if (!parsed.success)
      throw new Error(`against the protocol (${parsed.error.issues[0]?.message}): ${text}`);
    // A field that the protocol does not know could be somebody's secret.
    const unknown = unknownPath(raw, parsed.data);
    // The server's end of a transport is mediasoup's own, and open on purpose.
    if (unknown !== null && !unknown.startsWith('.transport.'))
      throw new Error(`${unknown} is not in the protocol: ${text}`);
    this.messages.push(parsed.data);
  }

  async until(isEnough: () => boolean, timeoutMs: number): Promise<boolean> {
    return this.wire.until(() => {
      this.read();
      return isEnough() || this.isOver;
    }, timeoutMs);
  }

  get isOver(): boolean {
    return this.closeCode !== null || this.violation !== null || this.wire.isOver;
  }
}
