import { performance } from 'node:perf_hooks';
import type { Chat } from '../chat/socket/chat.ts';
import type { Bids } from '../socket/bids.ts';
import type { Channels } from '../socket/channels.ts';
import type { Lobby } from '../socket/lobby.ts';
import type { Traffic } from '../socket/traffic.ts';

export interface MeasuredGateway {
  readonly bids: Bids;
  readonly channels: Channels;
  readonly chat: Chat;
  readonly lobby: Lobby;
  readonly traffic: Traffic;
  readonly sockets: { readonly count: number };
}

/** What one gateway has counted since it started, and what is open on it, as it crosses threads. */
export interface GatewayMeasures {
  readonly bidsReceived: number;
  /** By number of the code. */
  readonly bidsAnswered: readonly number[];
  readonly frames: number;
  readonly frameBytes: number;
  readonly slowReadersCut: number;
  readonly sockets: number;
  readonly subscriptions: number;
  readonly lobbyReaders: number;
  readonly chatRooms: number;
  readonly chatMembers: number;
  readonly reactions: number;
  readonly reactionsDropped: number;
  /** How long the thread's event loop did something. */
  readonly busyMs: number;
}

/** Looks at the gateway of this thread. */
export function measureGateway(gateway: MeasuredGateway): GatewayMeasures {
  const { bids, channels, chat, lobby, traffic, sockets } = gateway;
  return {
    bidsReceived: bids.received,
    bidsAnswered: bids.answers,
    frames: traffic.frames,
    frameBytes: traffic.frameBytes,
    slowReadersCut: traffic.slowReadersCut,
    sockets: sockets.count,
    subscriptions: channels.subscriptions(),
    lobbyReaders: lobby.members,
    chatRooms: chat.rooms.entered().size,
    chatMembers: chat.rooms.members,
    reactions: chat.reactions.counted,
    reactionsDropped: chat.reactions.dropped,
    busyMs: performance.eventLoopUtilization().active,
  };
}
