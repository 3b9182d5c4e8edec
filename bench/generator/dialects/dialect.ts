/** A connection's end of a dialect. */
export interface DialectSide {
  /** A message of our protocol lies between `start` and `end`. */
  message(bytes: Uint8Array, start: number, end: number): void;
  /** Sends frames as they are. */
  send(frames: string): void;
  /** Both sides have greeted each other: messages may go out. */
  ready(): void;
}

/** How a kind of server wraps the messages of our protocol. It keeps no state: one serves all connections. */
export interface Dialect {
  /** Path and query of the upgrade request, unless each seat has one of its own. */
  readonly path: string;
  /** Whether the server has to be greeted before messages may go out. */
  readonly greets: boolean;
  /** A message as a whole frame (see `clientFrame`). */
  frame(text: string): string;
  /** Takes the payload of a text or binary frame. */
  receive(opcode: number, bytes: Uint8Array, start: number, end: number, side: DialectSide): void;
}
