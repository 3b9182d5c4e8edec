import type { types } from 'mediasoup';
import type { ActorClient } from '../../actors/client.ts';
import { messageAccess } from '../../schema/access.ts';
import type { AuctionState } from '../../schema/auction/public.ts';
import type { ErrorCode } from '../../schema/codes.ts';
import type { MediaSetup } from '../../schema/http.ts';
import { auctionActor } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import type { MediaMessage, MediaRole } from '../../schema/wire/media.ts';
import type { ServerMessage } from '../../schema/wire/server.ts';
import { judgeLot } from '../access/judge.ts';
import { Broadcast } from './broadcast.ts';
import type { Ice } from './ice.ts';
import type { Joins } from './joins.ts';
import type { MediaDesk, MediaSocket } from './media-socket.ts';
import type { MediaWorker, MediaWorkers } from './media-workers.ts';
import type { Peer } from './peer.ts';
import { Publisher } from './publisher.ts';
import type { StreamReports } from './stream-reports.ts';
import { Viewer } from './viewer.ts';

export interface MediaParts {
  readonly workers: MediaWorkers;
  readonly actors: ActorClient;
  readonly reports: StreamReports;
  /** Reaches everybody who follows a lot. */
  readonly publish: (lot: string, frame: string) => void;
  readonly setup: Exclude<MediaSetup, { off: string }>;
  readonly ice: Ice;
  /** Null where nobody wants to know how long joining takes. */
  readonly joins: Joins | null;
}

/** A viewer or publisher, with what it is part of. */
interface Part {
  readonly connection: MediaSocket;
  readonly role: MediaRole;
  readonly broadcast: Broadcast;
  readonly member: Viewer | Publisher;
  /** Its transport was told how to connect, which can be told once. */
  isConnecting: boolean;
}

/** What a client may be told about a failure of its own. */
class MediaError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Live video: who watches and publishes which lot, over which worker. */
export class Media implements MediaDesk<MediaSocket> {
  readonly setup: MediaSetup;
  readonly #parts: MediaParts;
  readonly #broadcasts = new Map<string, Broadcast>();
  /** Parts of each socket, by role and lot. */
  readonly #bySocket = new Map<MediaSocket, Map<string, Part>>();
  readonly #perAddress = new Map<string, number>();

  constructor(parts: MediaParts) {
    this.#parts = parts;
    this.setup = parts.setup;
  }

  /** Whether a lot has a publisher here, be it one whose pictures have not come yet. */
  isPublished(lot: string): boolean {
    return (this.#broadcasts.get(lot)?.publisher ?? null) !== null;
  }

  receive(connection: MediaSocket, message: MediaMessage): void {
    this.#follow(connection, message).catch((error: unknown) => {
      const { type, lot } = message;
      const [code, text]: [ErrorCode, string] =
        error instanceof MediaError
          ? [error.code, error.message]
          : // mediasoup's way to say that parameters don't fit.
            error instanceof TypeError || (error as Error).name === 'UnsupportedError'
            ? ['invalid', (error as Error).message]
            : ['unavailable', 'the video can not be had just now'];
      connection.sendError(code, text, { type, lot });
    });
  }

  closed(connection: MediaSocket): void {
    for (const part of [...(this.#bySocket.get(connection)?.values() ?? [])]) this.#drop(part);
  }

  left(connection: MediaSocket, lot: string): void {
    const part = this.#partOf(connection, 'watch', lot);
    if (part !== undefined) this.#drop(part);
  }

  /** All that was on a worker is gone with it; those who want can come again. */
  workerDied(worker: MediaWorker): void {
    for (const part of this.#all()) {
      const { broadcast, member } = part;
      if (broadcast.home !== worker && !(member instanceof Viewer && member.worker === worker)) continue;
      this.#end(part, true);
    }
    for (const broadcast of [...this.#broadcasts.values()]) {
      if (broadcast.home === worker) this.#broadcasts.delete(broadcast.lot);
    }
  }

  get workers(): MediaWorkers {
    return this.#parts.workers;
  }

  get joins(): Joins | null {
    return this.#parts.joins;
  }

  /** Broadcasts at home on a worker with their publishers, and viewers that it serves. */
  load(worker: MediaWorker): { broadcasts: number; publishers: number; viewers: number } {
    let [broadcasts, publishers, viewers] = [0, 0, 0];
    for (const broadcast of this.#broadcasts.values()) {
      if (broadcast.home === worker) {
        broadcasts++;
        if (broadcast.publisher !== null) publishers++;
      }
      for (const viewer of broadcast.viewers) if (viewer.worker === worker) viewers++;
    }
    return { broadcasts, publishers, viewers };
  }

  /** What is open now, for measures and tests. */
  counts() {
    const parts = this.#all();
    return {
      broadcasts: this.#broadcasts.size,
      viewers: parts.filter(({ role }) => role === 'watch').length,
      publishers: parts.filter(({ role }) => role === 'publish').length,
      consumers: this.#parts.workers.running.reduce((sum, { consumers }) => sum + consumers, 0),
    };
  }

  async #follow(connection: MediaSocket, message: MediaMessage): Promise<void> {
    const { lot } = message;
    switch (message.type) {
      case 'mediaWatch':
        return this.#watch(connection, lot, message.rtpCapabilities as types.RtpCapabilities);
      case 'mediaPublish':
        return this.#publish(connection, lot);
      case 'mediaConnect': {
        const part = this.#wanted(connection, message.role, lot);
        if (part.isConnecting) throw new MediaError('conflict', 'this transport is connected already');
        part.isConnecting = true;
        try {
          return await part.member.connect(message.dtlsParameters as types.DtlsParameters);
        } catch (error) {
          part.isConnecting = false;
          throw error;
        }
      }
      case 'mediaProduce': {
        const { member } = this.#wanted(connection, 'publish', lot);
        return (member as Publisher).produce(message.kind, message.rtpParameters as types.RtpParameters);
      }
      case 'mediaEnd':
        return (this.#wanted(connection, 'publish', lot).member as Publisher).end(message.kind);
      case 'mediaDelay':
        return this.#wanted(connection, 'publish', lot).broadcast.upDelay.report(message.upDelayMs);
      case 'mediaReady':
        return (this.#wanted(connection, 'watch', lot).member as Viewer).ready();
      case 'mediaPrefer':
        return (this.#wanted(connection, 'watch', lot).member as Viewer).prefer(message);
      case 'mediaLeave': {
        const part = this.#partOf(connection, message.role, lot);
        if (part !== undefined) this.#drop(part);
      }
    }
  }

  async #watch(connection: MediaSocket, lot: string, rtpCapabilities: types.RtpCapabilities): Promise<void> {
    if (!connection.admitted.has(lot)) throw new MediaError('not_allowed', 'subscribe to the lot first');
    this.left(connection, lot);
    const watched = [...(this.#bySocket.get(connection)?.values() ?? [])].filter(
      ({ role }) => role === 'watch',
    );
    if (watched.length >= limits.maxVideosPerSocket) {
      const most = `one socket watches at most ${limits.maxVideosPerSocket} videos`;
      throw new MediaError('too_many_videos', most);
    }
    const broadcast = this.#broadcastOf(lot);
    const worker = broadcast.workerFor(this.#parts.workers.idlest());
    const viewer = new Viewer(
      this.#peer(connection, 'watch', lot),
      broadcast,
      worker,
      rtpCapabilities,
      this.#parts.joins,
    );
    const part = this.#add({ connection, role: 'watch', broadcast, member: viewer, isConnecting: false });
    broadcast.viewers.add(viewer);
    await this.#joined(part, () => worker.joins.run(() => viewer.join()));
  }

  async #publish(connection: MediaSocket, lot: string): Promise<void> {
    const { actors, reports } = this.#parts;
    const answer = (await actors.ask(auctionActor(lot), { ask: 'snapshot' })) as {
      state: AuctionState | null;
    } | null;
    if (answer === null) throw new MediaError('unavailable', 'the lot can not answer just now');
    const { state } = answer;
    if (state === null || judgeLot(messageAccess.mediaPublish, connection.person, state) !== null) {
      throw new MediaError('not_allowed', 'only the seller of the lot publishes it');
    }
    if (!connection.isOpen) return;
    const broadcast = this.#broadcastOf(lot);
    for (const other of this.#all()) {
      if (other.role !== 'publish' || other.broadcast !== broadcast) continue;
      if (other.connection === connection) this.#drop(other, broadcast);
      else this.#end(other, false, broadcast);
    }
    const publisher = new Publisher(this.#peer(connection, 'publish', lot), broadcast, (isComing) =>
      reports.report(lot, isComing),
    );
    const part = this.#add({
      connection,
      role: 'publish',
      broadcast,
      member: publisher,
      isConnecting: false,
    });
    broadcast.publisher = publisher;
    await this.#joined(part, () => broadcast.home.joins.run(() => publisher.join()));
  }

  async #joined(part: Part, join: () => Promise<void>): Promise<void> {
    try {
      await join();
    } catch (error) {
      this.#drop(part);
      throw error;
    }
  }

  #broadcastOf(lot: string): Broadcast {
    const known = this.#broadcasts.get(lot);
    if (known !== undefined) return known;
    const home = this.#parts.workers.idlest();
    if (home === null) throw new MediaError('unavailable', 'the video can not be had just now');
    const tell = (message: ServerMessage) => this.#parts.publish(lot, JSON.stringify(message));
    const broadcast = new Broadcast(lot, home, tell);
    this.#broadcasts.set(lot, broadcast);
    return broadcast;
  }

  #add(part: Part): Part {
    const { connection, broadcast } = part;
    const count = this.#perAddress.get(connection.address) ?? 0;
    if (count >= limits.maxTransportsPerAddress) {
      if (broadcast.isEmpty) this.#forget(broadcast);
      throw new MediaError('too_many_videos', 'too many videos to this address');
    }
    this.#perAddress.set(connection.address, count + 1);
    const parts = this.#bySocket.get(connection) ?? new Map<string, Part>();
    this.#bySocket.set(connection, parts.set(keyOf(part.role, broadcast.lot), part));
    return part;
  }

  /** Ends a part that its browser does not know to be over. */
  #end(part: Part, again: boolean, kept?: Broadcast): void {
    const { connection, role, broadcast } = part;
    this.#drop(part, kept);
    connection.send(JSON.stringify({ type: 'mediaClosed', lot: broadcast.lot, role, again }));
  }

  /** Closes a part with all that it holds; its broadcast too when nobody else is there, unless that is `kept`. */
  #drop(part: Part, kept?: Broadcast): void {
    const { connection, role, broadcast, member } = part;
    const parts = this.#bySocket.get(connection);
    if (parts?.get(keyOf(role, broadcast.lot)) !== part) return;
    parts.delete(keyOf(role, broadcast.lot));
    if (parts.size === 0) this.#bySocket.delete(connection);
    const count = (this.#perAddress.get(connection.address) ?? 1) - 1;
    if (count === 0) this.#perAddress.delete(connection.address);
    else this.#perAddress.set(connection.address, count);
    member.close();
    if (member instanceof Viewer) broadcast.viewers.delete(member);
    else if (broadcast.publisher === member) {
      broadcast.publisher = null;
      broadcast.upDelay.forget();
    }
    if (broadcast.isEmpty && broadcast !== kept) this.#forget(broadcast);
  }

  #forget(broadcast: Broadcast): void {
    broadcast.close();
    if (this.#broadcasts.get(broadcast.lot) === broadcast) this.#broadcasts.delete(broadcast.lot);
  }

  #partOf(connection: MediaSocket, role: MediaRole, lot: string): Part | undefined {
    return this.#bySocket.get(connection)?.get(keyOf(role, lot));
  }

  #wanted(connection: MediaSocket, role: MediaRole, lot: string): Part {
    const part = this.#partOf(connection, role, lot);
    if (part === undefined) throw new MediaError('not_allowed', `this socket does not ${role} the lot`);
    return part;
  }

  #all(): Part[] {
    return [...this.#bySocket.values()].flatMap((parts) => [...parts.values()]);
  }

  #peer(connection: MediaSocket, role: MediaRole, lot: string): Peer {
    return {
      tell: (message) => connection.send(JSON.stringify(message)),
      ice: () => this.#parts.ice.optionsFor(connection.person?.id ?? null),
      lost: (member) => {
        const part = this.#partOf(connection, role, lot);
        if (part?.member === member) this.#end(part, true);
      },
    };
  }
}

const keyOf = (role: MediaRole, lot: string) => `${role} ${lot}`;
