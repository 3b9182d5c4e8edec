import type { ServerMessage } from '../../schema/wire/server.ts';
import type { Publisher } from './publisher.ts';
import type { Viewer } from './viewer.ts';

/** What a viewer or publisher needs of the socket that it belongs to. */
export interface Peer {
  tell(message: ServerMessage): void;
  /** The way between browser and worker is gone. */
  lost(part: Viewer | Publisher): void;
}
