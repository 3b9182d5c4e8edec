import type { MediaDesk, MediaSocket } from '../../media/media-socket.ts';
import type { Connection } from '../../socket/connection.ts';
import { ForwardedSockets } from '../forwarded-sockets.ts';
import { SocketForwarder } from '../socket-forwarder.ts';

/** Live video as sockets of another gateway reach it: what crosses is copied as between threads, but at once. */
export function forwardedDesk(desk: MediaDesk<MediaSocket>): MediaDesk<Connection> {
  const desks = { media: desk, speakers: { say() {} } };
  const sockets: ForwardedSockets = new ForwardedSockets(desks, (frame) => forwarder.heard(frame));
  const forwarder = new SocketForwarder((told) => sockets.heard(structuredClone(told)));
  return forwarder;
}
