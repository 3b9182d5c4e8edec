import type { ServerMessage } from '../../schema/wire/server.ts';
import type { IceOptions } from './ice.ts';
import type { Publisher } from './publisher.ts';
import type { Viewer } from './viewer.ts';

/** What a viewer or publisher needs of the socket that it belongs to. */
export interface Peer {
  tell(message: ServerMessage): void;
  /** How its browser finds the way to a transport that is made now. */
  ice(): IceOptions;
  /** The way between browser and worker is gone. */
  lost(part: Viewer | Publisher): void;
}
