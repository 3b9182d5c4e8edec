import type { Lanes } from '../../actors/lane/lanes.ts';
import { auctionActor } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import { Channel } from './channel.ts';
import type { Connection } from './connection.ts';
import { Pace } from './pace.ts';
import type { Position } from './relay.ts';
import { type GatewayViewers, type ViewerCount, Viewers } from './viewers.ts';

export interface ChannelsParts {
  readonly lanes: Lanes;
  readonly epoch: string;
  readonly broadcastWindowMs: number;
  readonly now: () => number;
  readonly publish: (topic: string, frame: string, isPressing?: boolean) => void;
  /** Told how many watch the public lots whose number has changed. */
  readonly onViewers: (counts: readonly ViewerCount[]) => void;
  /** Tells the other gateways what has changed here; absent where there are none. */
  readonly tellGateways?: (changes: readonly GatewayViewers[]) => void;
  readonly later: (delayMs: number, task: () => void) => void;
}

const askAgainMs = 200;

/** All lots that are watched on this gateway. */
export class Channels {
  readonly viewers: Viewers;
  readonly #parts: ChannelsParts;
  readonly #channels = new Map<string, Channel>();
  readonly #pace: Pace<Channel>;

  constructor(parts: ChannelsParts) {
    this.#parts = parts;
    const { now, later, broadcastWindowMs } = parts;
    this.viewers = new Viewers(now);
    this.#pace = new Pace({ now, later, dueAt: ({ publishedAt }) => publishedAt + broadcastWindowMs });
    const tellViewers = () => {
      this.#tellViewers();
      parts.later(limits.viewersWindowMs, tellViewers);
    };
    parts.later(limits.viewersWindowMs, tellViewers);
  }

  /** How many watch each public lot that somebody watches; the first of them only, if there are very many. */
  viewerCounts(): ViewerCount[] {
    const counts: ViewerCount[] = [];
    for (const { lot, count, isPublic } of this.viewers.counts()) {
      if (counts.length === limits.maxLobbyCounts) return counts;
      if (isPublic) counts.push({ lot, count });
    }
    return counts;
  }

  /** Lots that somebody watches, on whichever gateway. */
  lotsWatched(): number {
    return [...this.viewers.counts()].length;
  }

  /** Those who watch or wait to on this gateway, counted once a lot. */
  subscriptions(): number {
    let sum = 0;
    for (const { members } of this.#channels.values()) sum += members.size;
    return sum;
  }

  join(connection: Connection, lot: string, since: Position | null): void {
    connection.lots.add(lot);
    (this.#channels.get(lot) ?? this.#open(lot)).join(connection, since);
  }

  leave(connection: Connection, lot: string): void {
    if (!connection.lots.delete(lot)) return;
    const channel = this.#channels.get(lot);
    if (channel === undefined) return;
    channel.leave(connection);
    if (channel.members.size === 0) this.#close(channel);
  }

  /** Publishes what may go out: one frame per lot and window, at once for a lot that was quiet. */
  publish(): void {
    this.#pace.publish();
  }

  /** Position of the lot's last event that is known here. */
  positionOf(lot: string): number {
    return this.#channels.get(lot)?.position ?? -1;
  }

  /** Whose lot it is; null while that is not known here. */
  sellerOf(lot: string): number | null {
    return this.#channels.get(lot)?.sellerId ?? null;
  }

  #open(lot: string): Channel {
    const { lanes, epoch, now, publish, later } = this.#parts;
    const handle = lanes.hold(auctionActor(lot));
    const channel: Channel = new Channel({
      lot,
      handle,
      epoch,
      now,
      viewers: this.viewers,
      publish: (frame, isPressing) => publish(lot, frame, isPressing),
      onDirty: () => this.#pace.add(channel),
      onRefused: (connections) => {
        for (const connection of connections) {
          connection.sendError('not_found', 'there is no such lot', { type: 'subscribe', lot });
          this.leave(connection, lot);
        }
      },
      onHalted: (connections) => {
        for (const connection of connections) {
          connection.sendError('halted', 'the lot was stopped; an operator has been told', {
            type: 'subscribe',
            lot,
          });
        }
      },
      askSnapshot: () => lanes.watch(handle, channel),
      retryLater: (task) => later(askAgainMs, task),
    });
    this.#channels.set(lot, channel);
    lanes.watch(handle, channel);
    return channel;
  }

  #close(channel: Channel): void {
    this.#channels.delete(channel.lot);
    this.#pace.delete(channel);
    this.#parts.lanes.unwatch(channel.handle);
    this.#parts.lanes.release(channel.handle);
  }

  #tellViewers(): void {
    const { tellGateways, publish, onViewers } = this.#parts;
    const changes = this.viewers.turn();
    if (changes.length > 0) tellGateways?.(changes);
    const known: ViewerCount[] = [];
    for (const { lot, count, isPublic } of this.viewers.takeChanged()) {
      publish(lot, JSON.stringify({ type: 'viewers', lot, count }));
      if (isPublic) known.push({ lot, count });
    }
    if (known.length > 0) onViewers(known);
  }
}
