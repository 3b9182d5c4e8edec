import type { ClientMessage } from '../../../schema/wire/client.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import { protocolVersion } from '../../../schema/wire/version.ts';

type Told<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;

/** A connection to Lotcast, as small as a benchmark's page needs. */
export class Room {
  readonly #socket: WebSocket;
  readonly #waits = new Set<(message: ServerMessage) => void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data as string) as ServerMessage;
      for (const wait of [...this.#waits]) wait(message);
    };
  }

  static async open(): Promise<Room> {
    const room = new Room(new WebSocket(`ws://${window.location.host}/ws?v=${protocolVersion}`));
    await room.next('welcome');
    return room;
  }

  say(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** The next message of a type; an error that comes before it is thrown. */
  next<Type extends ServerMessage['type']>(type: Type): Promise<Told<Type>> {
    return new Promise((resolve, reject) => {
      const wait = (message: ServerMessage) => {
        if (message.type !== type && message.type !== 'error') return;
        this.#waits.delete(wait);
        if (message.type === type) resolve(message as Told<Type>);
        else reject(new Error(JSON.stringify(message)));
      };
      this.#waits.add(wait);
    });
  }

  close(): void {
    this.#socket.close();
  }
}
