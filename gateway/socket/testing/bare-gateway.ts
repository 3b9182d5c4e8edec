import { Lanes } from '../../../actors/lane/lanes.ts';
import { onCleanup, type Scope } from '../../../testing/cleanup.ts';
import { Chat } from '../../chat/socket/chat.ts';
import { uWS } from '../../http/uws.ts';
import { attachSocket, type SocketParts, type Sockets } from '../attach-socket.ts';
import { Bids } from '../bids.ts';
import { Channels } from '../channels.ts';
import { Deliveries } from '../deliveries.ts';
import { Lobby } from '../lobby.ts';
import { SignIns } from '../sign-ins.ts';
import { visitors } from './visitors.ts';

/** Sockets served in this process until the scope ends, with nothing behind them but what the test connects: for what happens at the edge alone. */
export async function serveBareSockets(
  scope: Scope,
  {
    personOf = async () => null,
    ...parts
  }: Partial<SocketParts & SocketParts['config']> & { personOf?: Parameters<typeof visitors>[0] },
): Promise<{ url: string; port: number; sockets: Sockets; lanes: Lanes }> {
  const app = uWS.App();
  const now = Date.now;
  const later = (delayMs: number, task: () => void) => void setTimeout(task, delayMs).unref();
  const soon = (task: () => void) => void setImmediate(task);
  const deliveries = new Deliveries(soon);
  const publish = (topic: string, frame: string, isPressing = false) =>
    deliveries.publish(topic, frame, isPressing);
  const at = () => {};
  const onDelivered = () => deliveries.deliver();
  const lanes: Lanes = new Lanes({ shardCount: 1, now, soon, at, onDelivered, onSummaries: () => {} });
  const bids = new Bids(lanes, deliveries);
  const channels = new Channels({
    lanes,
    epoch: 'e',
    broadcastWindowMs: 0,
    now,
    publish,
    later,
    onViewers() {},
  });
  const chat = new Chat({
    lanes,
    epoch: 'e',
    guestsSpeak: true,
    now,
    later,
    publish,
    put: (connection, frame) => deliveries.put(connection, frame),
    channels,
    looksForCrowds: false,
    speakers: () => ({ say() {} }),
  });
  const receivers = {
    bids,
    channels,
    chat,
    lobby: new Lobby(lanes, now, publish, () => []),
    deliveries,
    media: () => null,
    now,
  };
  const { socketsPerAddress = 1_000, bidsPerSecond = 10, bidsBurst = 20 } = parts;
  const sockets = attachSocket({
    app,
    config: { bidsPerSecond, bidsBurst, socketsPerAddress, publicOrigins: [] },
    receivers,
    signIns: new SignIns(visitors(personOf), now),
    isAllowedOrigin: () => true,
    clientAddress: () => '127.0.0.1',
    ...parts,
  });
  const port = await new Promise<number>((resolve, reject) => {
    app.listen('127.0.0.1', 0, (socket) => {
      if (socket) resolve(uWS.us_socket_local_port(socket));
      else reject(new Error('no port to listen on'));
    });
  });
  onCleanup(scope, () => app.close());
  return { url: `http://127.0.0.1:${port}`, port, sockets, lanes };
}
