import type { TemplatedApp } from 'uWebSockets.js';
import { Lanes } from '../../actors/lane/lanes.ts';
import type { Config } from '../../schema/config.ts';
import { Chat } from '../chat/socket/chat.ts';
import type { SpeakersDesk } from '../chat/socket/chat-socket.ts';
import type { RoomReactions } from '../chat/socket/reactions.ts';
import type { HttpParts } from '../http/attach-http.ts';
import { clientAddressBehind } from '../http/client-address.ts';
import type { MediaDesk } from '../media/media-socket.ts';
import type { MeasuredGateway } from '../metrics/gateway-measures.ts';
import { isAllowedOrigin } from '../people/origin.ts';
import type { AddressCounts } from '../socket/address-counts.ts';
import { attachSocket, type Sockets } from '../socket/attach-socket.ts';
import { Bids } from '../socket/bids.ts';
import { Channels } from '../socket/channels.ts';
import type { Connection } from '../socket/connection.ts';
import { Deliveries } from '../socket/deliveries.ts';
import { Lobby } from '../socket/lobby.ts';
import type { RateCount } from '../socket/person-rates.ts';
import { SignIns, type Visitors } from '../socket/sign-ins.ts';
import type { GatewayViewers } from '../socket/viewers.ts';
import { browserScheme, openApp } from './open-app.ts';

export type GatewayConfig = Pick<
  Config,
  | 'gateways'
  | 'shards'
  | 'broadcastWindowMs'
  | 'chatGuests'
  | 'bidsPerSecond'
  | 'bidsBurst'
  | 'socketsPerAddress'
  | 'publicOrigins'
  | 'trustedProxies'
  | 'publicUrl'
  | 'tlsCertFile'
  | 'tlsKeyFile'
>;

export interface GatewayParts {
  readonly config: GatewayConfig;
  /** Names the database in clients' positions. */
  readonly epoch: string;
  readonly now: () => number;
  readonly visitors: Visitors;
  /** Null while live video is off. */
  readonly media: () => MediaDesk<Connection> | null;
  /** Where what is said in chat rooms is decided. */
  readonly speakers: () => SpeakersDesk<Connection>;
  /** Hears of events of the rooms that are followed here; null: some may have been missed. */
  readonly onRoomNews?: (lot: string, text: string | null) => void;
  /** Whether it does what one of them has to do for all. */
  readonly isFirst: boolean;
  /** Where there are several: what they share, and how the others hear who watches and reacts here. */
  readonly perAddress?: AddressCounts;
  readonly tellGateways?: (changes: readonly GatewayViewers[]) => void;
  readonly tellReactions?: (reactions: readonly RoomReactions[]) => void;
  /** Is told each second who has sent much here. */
  readonly tellRates?: (counts: readonly RateCount[]) => void;
}

/** What one thread needs to speak with browsers, with lanes to every shard. */
export interface Gateway extends MeasuredGateway {
  readonly app: TemplatedApp;
  readonly lanes: Lanes;
  readonly chat: Chat;
  readonly sockets: Sockets;
  /** How browsers come to it, and from where. */
  readonly edge: Pick<HttpParts, 'scheme' | 'clientAddress'>;
  readonly signIns: SignIns;
  /** Sends a frame to everyone on it who is subscribed to a topic. */
  publish(topic: string, frame: string): void;
}

/** Makes this thread's gateway; it listens nowhere yet. */
export function openGateway({ config, now, ...parts }: GatewayParts): Gateway {
  const later = (delayMs: number, task: () => void) => void setTimeout(task, delayMs);
  const soon = (task: () => void) => void setImmediate(task);
  const app = openApp(config);
  const edge = { scheme: browserScheme(config), clientAddress: clientAddressBehind(config.trustedProxies) };
  const deliveries = new Deliveries(soon);
  const publish = (topic: string, frame: string, isPressing = false) =>
    deliveries.publish(topic, frame, isPressing);

  const lanes: Lanes = new Lanes({
    shardCount: config.shards,
    now,
    soon,
    at: (timeMs, task) => later(Math.max(0, timeMs - now()), task),
    onDelivered: () => {
      channels.publish();
      chat.rooms.publish();
      deliveries.deliver();
    },
    onSummaries: (summaries) => lobby.changed(summaries),
  });
  const bids = new Bids(lanes, deliveries, config.gateways);
  const channels = new Channels({
    lanes,
    epoch: parts.epoch,
    broadcastWindowMs: config.broadcastWindowMs,
    now,
    publish,
    later,
    onViewers: (counts) => lobby.viewersChanged(counts),
    ...(parts.tellGateways ? { tellGateways: parts.tellGateways } : {}),
  });
  const lobby: Lobby = new Lobby(lanes, now, publish, () => channels.viewerCounts());
  const chat: Chat = new Chat({
    lanes,
    epoch: parts.epoch,
    guestsSpeak: config.chatGuests,
    now,
    later,
    publish: (topic, frame) => deliveries.publishPatiently(topic, frame),
    put: (connection, frame) => deliveries.putPatiently(connection, frame),
    channels,
    speakers: parts.speakers,
    looksForCrowds: parts.isFirst,
    ...(parts.onRoomNews ? { onNews: parts.onRoomNews } : {}),
    ...(parts.tellReactions ? { tellReactions: parts.tellReactions } : {}),
  });
  const signIns = new SignIns(parts.visitors, now);
  const sockets = attachSocket({
    app,
    config,
    receivers: { bids, channels, chat, lobby, deliveries, media: parts.media, now },
    signIns,
    isAllowedOrigin: (origin, host) => isAllowedOrigin(origin, host, config.publicOrigins),
    clientAddress: edge.clientAddress,
    isHttps: edge.scheme === 'https',
    ...(parts.tellRates ? { tellRates: parts.tellRates } : {}),
    ...(parts.perAddress ? { perAddress: parts.perAddress } : {}),
  });
  const { traffic } = deliveries;
  return { app, lanes, bids, channels, chat, lobby, traffic, sockets, signIns, edge, publish };
}
