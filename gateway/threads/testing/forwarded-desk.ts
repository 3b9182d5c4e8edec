import type { MediaDesk, MediaSocket } from '../../media/media-socket.ts';
import type { Connection } from '../../socket/connection.ts';
import { ForwardedSockets } from '../forwarded-sockets.ts';
import { MediaForwarder } from '../media-forwarder.ts';

/** Live video as sockets of another gateway reach it: what crosses is copied as between threads, but at once. */
export function forwardedDesk(desk: MediaDesk<MediaSocket>): MediaDesk<Connection> {
  const sockets: ForwardedSockets = new ForwardedSockets(desk, (socket, frame) =>
    forwarder.heard(socket, frame),
  );
  const forwarder = new MediaForwarder((told) => sockets.heard(structuredClone(told)));
  return forwarder;
}
