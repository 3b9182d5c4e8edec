import type { Lanes } from '../../actors/lane/lanes.ts';
import { auctionActor } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import { Channel, type Position } from './channel.ts';
import type { Connection } from './connection.ts';

export interface ChannelsParts {
  readonly lanes: Lanes;
  readonly epoch: string;
  readonly broadcastWindowMs: number;
  readonly now: () => number;
  readonly publish: (topic: string, frame: string, isPressing?: boolean) => void;
  /** Told how many watch the public lots whose number has changed. */
  readonly onViewers: (counts: readonly ViewerCount[]) => void;
  readonly later: (delayMs: number, task: () => void) => void;
}

/** How many watch a lot. */
export interface ViewerCount {
  readonly lot: string;
  readonly count: number;
}

const askAgainMs = 200;

/** All lots that are watched on this gateway. */
export class Channels {
  readonly #parts: ChannelsParts;
  readonly #channels = new Map<string, Channel>();
  /** Channels with events that wait for their window to end. */
  readonly #dirty = new Set<Channel>();
  #timerSet = false;
  /** Public lots that nobody watches any more, which lists do not know yet. */
  readonly #deserted = new Set<string>();

  constructor(parts: ChannelsParts) {
    this.#parts = parts;
    const tellViewers = () => {
      this.#tellViewers();
      parts.later(limits.viewersWindowMs, tellViewers);
    };
    parts.later(limits.viewersWindowMs, tellViewers);
  }

  /** How many watch each public lot that somebody watches; the first of them only, if there are very many. */
  viewerCounts(): ViewerCount[] {
    const counts: ViewerCount[] = [];
    for (const { lot, members, isPublic } of this.#channels.values()) {
      if (counts.length === limits.maxLobbyCounts) break;
      if (isPublic) counts.push({ lot, count: members.size });
    }
    return counts;
  }

  /** Lots that somebody watches, and those who watch or wait to, counted once a lot. */
  counts(): { lots: number; viewers: number } {
    let viewers = 0;
    for (const { members } of this.#channels.values()) viewers += members.size;
    return { lots: this.#channels.size, viewers };
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
    if (this.#dirty.size === 0) return;
    const { broadcastWindowMs, now, later } = this.#parts;
    const time = now();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const channel of this.#dirty) {
      const waitMs = channel.publishedAt + broadcastWindowMs - time;
      if (waitMs > 0) {
        nextMs = Math.min(nextMs, waitMs);
        continue;
      }
      this.#dirty.delete(channel);
      channel.publishPending();
    }
    if (this.#timerSet || this.#dirty.size === 0) return;
    this.#timerSet = true;
    later(nextMs, () => {
      this.#timerSet = false;
      this.publish();
    });
  }

  #open(lot: string): Channel {
    const { lanes, epoch, now, publish, later } = this.#parts;
    const handle = lanes.hold(auctionActor(lot));
    const channel = new Channel({
      lot,
      handle,
      epoch,
      now,
      publish: (frame, isPressing) => publish(lot, frame, isPressing),
      onDirty: (dirty) => this.#dirty.add(dirty),
      onRefused: (_, connections) => {
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
      askSnapshot: (watcher) => lanes.watch(handle, watcher),
      retryLater: (task) => later(askAgainMs, task),
    });
    this.#channels.set(lot, channel);
    lanes.watch(handle, channel);
    return channel;
  }

  #close(channel: Channel): void {
    this.#channels.delete(channel.lot);
    if (channel.isPublic) this.#deserted.add(channel.lot);
    this.#dirty.delete(channel);
    this.#parts.lanes.unwatch(channel.handle);
    this.#parts.lanes.release(channel.handle);
  }

  #tellViewers(): void {
    const changed: ViewerCount[] = [];
    for (const [lot, channel] of this.#channels) {
      this.#deserted.delete(lot);
      const count = channel.members.size;
      if (count === channel.toldViewers) continue;
      channel.toldViewers = count;
      this.#parts.publish(lot, JSON.stringify({ type: 'viewers', lot, count }));
      if (channel.isPublic) changed.push({ lot, count });
    }
    for (const lot of this.#deserted) changed.push({ lot, count: 0 });
    this.#deserted.clear();
    if (changed.length > 0) this.#parts.onViewers(changed);
  }
}
