import uWS from 'uWebSockets.js';
import { clockBaseMs, monotonicClock } from '../../actors/clock.ts';
import { Lanes } from '../../actors/lane/lanes.ts';
import { Chat } from '../../gateway/chat/socket/chat.ts';
import { attachSocket } from '../../gateway/socket/attach-socket.ts';
import { Bids } from '../../gateway/socket/bids.ts';
import { Channels } from '../../gateway/socket/channels.ts';
import { Deliveries } from '../../gateway/socket/deliveries.ts';
import { Lobby } from '../../gateway/socket/lobby.ts';
import { SignIns } from '../../gateway/socket/sign-ins.ts';
import type { BareServerReady } from '../servers/echo-protocol.ts';
import { AtOnce } from './at-once.ts';

const unlimited = 1_000_000;

const app = uWS.App();
const now = monotonicClock(clockBaseMs());
const soon = (task: () => void) => void setImmediate(task);
const later = (delayMs: number, task: () => void) => void setTimeout(task, delayMs);
const deliveries = new Deliveries(soon);
const publish = (topic: string, frame: string) => deliveries.publish(topic, frame);
const lanes = new Lanes({
  shardCount: 1,
  now,
  soon,
  at: (timeMs, task) => later(timeMs - now(), task),
  onDelivered: () => deliveries.deliver(),
  onSummaries: () => {},
});
const shard = new AtOnce();
lanes.connect(0, shard.port, shard.memory);
const channels = new Channels({
  lanes,
  epoch: '',
  broadcastWindowMs: 0,
  now,
  publish,
  onViewers: () => {},
  later,
});
const chat = new Chat({
  lanes,
  epoch: '',
  guestsSpeak: true,
  now,
  later,
  publish,
  put: (connection, frame) => deliveries.put(connection, frame),
  channels,
  looksForCrowds: false,
  speakers: () => ({ say: () => {} }),
});
const bids = new Bids(lanes, deliveries);
const lobby = new Lobby(lanes, now, publish, () => []);
let people = 0;
const somebody = (id: number) =>
  ({
    person: { id, name: 'somebody', kind: 'guest', role: 'user' },
    sessionId: String(id),
    endsAt: Number.MAX_SAFE_INTEGER,
    isBanned: false,
  }) as const;
attachSocket({
  app,
  config: {
    bidsPerSecond: unlimited,
    bidsBurst: unlimited,
    socketsPerAddress: unlimited,
    publicOrigins: [],
  },
  receivers: { bids, channels, chat, lobby, deliveries, media: () => null, now },
  signIns: new SignIns(
    {
      verifyCookie: async () => somebody(++people),
      verifySocketToken: async () => null,
    },
    now,
  ),
  isAllowedOrigin: () => true,
  clientAddress: () => '127.0.0.1',
});
app.listen('127.0.0.1', 0, (socket) => {
  if (!socket) throw new Error('the gateway alone could not listen');
  process.send?.({ port: uWS.us_socket_local_port(socket) } satisfies BareServerReady);
});

process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit());
