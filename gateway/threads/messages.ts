import type { MessagePort } from 'node:worker_threads';
import type { JSONWebKeySet } from 'jose';
import type { SharedLaneMemory } from '../../actors/lane/lane-memory.ts';
import type { Config } from '../../schema/config.ts';
import type { RoomReactions } from '../chat/socket/reactions.ts';
import type { GatewayMeasures } from '../metrics/gateway-measures.ts';
import type { Denied } from '../people/tokens/denials.ts';
import type { GatewayConfig } from '../service/gateway.ts';
import type { RateCount } from '../socket/person-rates.ts';
import type { GatewayViewers } from '../socket/viewers.ts';
import type { FromFirst, ToFirst } from './request-messages.ts';
import type { FrameToSocket, SocketToFirst } from './socket-messages.ts';

/** What a further gateway's thread is started with; the first one is on the main thread. */
export interface GatewayTask {
  readonly config: GatewayConfig & Pick<Config, 'host'>;
  /** Names the database in clients' positions. */
  readonly epoch: string;
  readonly clockBaseMs: number;
  /** What people's tokens are checked with, and who is let in no longer. */
  readonly tokenKeys: JSONWebKeySet;
  readonly denied: Denied;
  /** Memory of SharedAddressCounts. */
  readonly addresses: SharedArrayBuffer;
  /** One number: how many of these threads have uWebSockets.js open. */
  readonly openApps: SharedArrayBuffer;
  readonly control: MessagePort;
}

/** From the first gateway to another, by its control port. */
export type ToGateway =
  /** Take connections on a port that the first one has. */
  | { readonly type: 'listen'; readonly port: number; readonly hasMedia: boolean }
  | {
      readonly type: 'lane';
      readonly shard: number;
      readonly lane: MessagePort;
      readonly memory: SharedLaneMemory;
    }
  | { readonly type: 'laneLost'; readonly shard: number }
  /** How many watch on a third one. */
  | { readonly type: 'viewers'; readonly gateway: number; readonly changes: readonly GatewayViewers[] }
  /** What people on others react with. */
  | { readonly type: 'reactions'; readonly reactions: readonly RoomReactions[] }
  /** To everyone on it who is subscribed to a topic. */
  | { readonly type: 'publish'; readonly topic: string; readonly frame: string }
  /** To one of its sockets. */
  | { readonly type: 'socket'; readonly frame: FrameToSocket }
  | { readonly type: 'http'; readonly about: FromFirst }
  | { readonly type: 'tokenKeys'; readonly keys: JSONWebKeySet }
  | { readonly type: 'deny'; readonly denied: Denied }
  /** These have sent too much on all gateways together. */
  | { readonly type: 'tooMuch'; readonly people: readonly number[] }
  | { readonly type: 'measure'; readonly correlation: number }
  /** Take no more connections, and tell the clients to come back later. */
  | { readonly type: 'closeSockets' }
  | { readonly type: 'stop' };

/** From another gateway to the first. */
export type FromGateway =
  | { readonly type: 'listening' }
  | { readonly type: 'viewers'; readonly changes: readonly GatewayViewers[] }
  | { readonly type: 'reactions'; readonly reactions: readonly RoomReactions[] }
  /** Who has sent much in the last second. */
  | { readonly type: 'rates'; readonly counts: readonly RateCount[] }
  /** From one of its sockets. */
  | { readonly type: 'socket'; readonly told: SocketToFirst }
  | { readonly type: 'http'; readonly about: ToFirst }
  | { readonly type: 'measures'; readonly correlation: number; readonly measures: GatewayMeasures }
  | { readonly type: 'failure'; readonly details: object; readonly message: string };
