import type { Lanes } from '../../../actors/lane/lanes.ts';
import type { ChatCommand } from '../../../schema/chat/commands.ts';
import { answerCodes, retryableCodes } from '../../../schema/codes.ts';
import { chatActor } from '../../../schema/ids.ts';
import type { Connection } from '../../socket/connection.ts';
import { Pace } from '../../socket/pace.ts';
import type { Position } from '../../socket/relay.ts';
import type { Cohort } from './cohort.ts';
import { RoomChannel } from './room-channel.ts';

export interface RoomChannelsParts {
  readonly lanes: Lanes;
  readonly epoch: string;
  /** Whether guests speak in a room until its seller says otherwise. */
  readonly guestsSpeak: boolean;
  readonly now: () => number;
  readonly later: (delayMs: number, task: () => void) => void;
  readonly publish: (topic: string, frame: string) => void;
  readonly put: (connection: Connection, frame: Uint8Array) => void;
  /** Whose lot it is; null while that is not known here. */
  readonly sellerOf: (lot: string) => number | null;
  /** What somebody who comes into a room is told beside where it stands; null if there is nothing. */
  readonly greetingOf: (lot: string) => string | null;
  /** Events of a room have come in; null: some may have been missed. */
  readonly onNews: (lot: string, text: string | null) => void;
}

const tryAgainMs = 200;
const leastWindowMs = 20;
const mostWindowMs = 200;
/** From so many members on a room has the longest window. */
const crowdedMembers = 500;

/** How long what is said is gathered into one frame: the more are told, the longer, for each frame costs a write to each. */
function windowMsOf(members: number): number {
  const share = Math.min(1, members / crowdedMembers);
  return leastWindowMs + (mostWindowMs - leastWindowMs) * share;
}

/** All chat rooms that somebody on this gateway is in. */
export class RoomChannels {
  readonly #parts: RoomChannelsParts;
  readonly #rooms = new Map<string, RoomChannel>();
  readonly #pace: Pace<RoomChannel | Cohort>;

  constructor(parts: RoomChannelsParts) {
    this.#parts = parts;
    const { now, later } = parts;
    this.#pace = new Pace({ now, later, dueAt: ({ dueAt }) => dueAt });
  }

  /** Rooms that are followed here. */
  get count(): number {
    return this.#rooms.size;
  }

  /** Those who are in rooms or wait to be, counted once a room. */
  get members(): number {
    let sum = 0;
    for (const { members } of this.#rooms.values()) sum += members.size;
    return sum;
  }

  /** Lots of the rooms that somebody here is in. */
  entered(): Set<string> {
    return new Set([...this.#rooms.values()].filter(({ members }) => members.size > 0).map(({ lot }) => lot));
  }

  /** Lets in somebody who watches the lot, from `since` on where that is still known. */
  enter(connection: Connection, lot: string, since: Position | null): void {
    const room = this.#room(lot);
    // Once more: it begins anew.
    if (connection.rooms.has(lot)) room.leave(connection);
    connection.rooms.add(lot);
    room.join(connection, since);
    this.publish();
  }

  leave(connection: Connection, lot: string): void {
    if (!connection.rooms.delete(lot)) return;
    const room = this.#rooms.get(lot);
    if (room === undefined) return;
    room.leave(connection);
    this.#closeIfIdle(room);
  }

  /** Follows a room, whoever is in it; gives back what ends that. */
  follow(lot: string): () => void {
    const room = this.#room(lot);
    room.follows++;
    return () => {
      room.follows--;
      this.#closeIfIdle(room);
    };
  }

  /** Publishes what may go out. */
  publish(): void {
    this.#pace.publish();
  }

  #room(lot: string): RoomChannel {
    return this.#rooms.get(lot) ?? this.#open(lot);
  }

  #open(lot: string): RoomChannel {
    const { lanes, epoch, now, publish, put, later, onNews, greetingOf } = this.#parts;
    const topic = chatActor(lot);
    const handle = lanes.hold(topic);
    const room: RoomChannel = new RoomChannel({
      lot,
      topic,
      handle,
      epoch,
      now,
      put,
      publish: (frame) => publish(topic, frame),
      windowMsOf,
      onDirty: (of) => this.#pace.add(of),
      onHalted: (connections) => tell(connections, lot, 'halted', 'the room was stopped'),
      askSnapshot: () => lanes.watch(handle, room),
      retryLater: (task) => later(tryAgainMs, task),
      openRoom: () => this.#openActor(room),
      onNews: (text) => onNews(lot, text),
      greeting: () => greetingOf(lot),
    });
    this.#rooms.set(lot, room);
    lanes.watch(handle, room);
    return room;
  }

  /** The first one to come has the room opened; that it is open already changes nothing. */
  #openActor(room: RoomChannel): void {
    const { lanes, later, guestsSpeak, sellerOf } = this.#parts;
    const sellerId = sellerOf(room.lot);
    if (sellerId === null || this.#rooms.get(room.lot) !== room) return;
    const command: ChatCommand = { type: 'open', sellerId, guestsSpeak };
    void lanes.command(chatActor(room.lot), command).then(({ code }) => {
      const answer = answerCodes[code] ?? 'invalid';
      // A room that was stopped says so itself when it is asked.
      if (answer === 'accepted' || answer === 'halted') room.opened();
      else if (retryableCodes.has(answer)) later(tryAgainMs, () => this.#openActor(room));
      else this.#refuse(room);
    });
  }

  #refuse(room: RoomChannel): void {
    const members = [...room.members];
    tell(members, room.lot, 'not_found', 'there is no such room');
    for (const connection of members) this.leave(connection, room.lot);
  }

  #closeIfIdle(room: RoomChannel): void {
    if (room.members.size > 0 || room.follows > 0 || this.#rooms.get(room.lot) !== room) return;
    this.#rooms.delete(room.lot);
    this.#pace.delete(room);
    this.#parts.lanes.unwatch(room.handle);
    this.#parts.lanes.release(room.handle);
  }
}

function tell(
  connections: readonly Connection[],
  lot: string,
  code: 'halted' | 'not_found',
  message: string,
): void {
  for (const connection of connections) connection.sendError(code, message, { type: 'chatEnter', lot });
}
