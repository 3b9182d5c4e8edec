import { performance } from 'node:perf_hooks';
import type { Bids } from '../socket/bids.ts';
import type { Channels } from '../socket/channels.ts';
import type { Lobby } from '../socket/lobby.ts';
import type { Traffic } from '../socket/traffic.ts';

export interface MeasuredGateway {
  readonly bids: Bids;
  readonly channels: Channels;
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
  /** How long the thread's event loop did something. */
  readonly busyMs: number;
}

/** Looks at the gateway of this thread. */
export function measureGateway(gateway: MeasuredGateway): GatewayMeasures {
  const { bids, channels, lobby, traffic, sockets } = gateway;
  return {
    bidsReceived: bids.received,
    bidsAnswered: bids.answers,
    frames: traffic.frames,
    frameBytes: traffic.frameBytes,
    slowReadersCut: traffic.slowReadersCut,
    sockets: sockets.count,
    subscriptions: channels.subscriptions(),
    lobbyReaders: lobby.members,
    busyMs: performance.eventLoopUtilization().active,
  };
}
