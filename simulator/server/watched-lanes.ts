import type { ActorHandle, Lane, Ticket } from '../../actors/lane/lane.ts';
import { Lanes, type LanesOptions } from '../../actors/lane/lanes.ts';
import { answerCodes } from '../../schema/codes.ts';
import { isSay, type Rooms } from '../record/rooms.ts';

const roomPrefix = 'chat/';

/** A gateway's lanes, with everything written down that rooms answer to messages. */
export class WatchedLanes extends Lanes {
  readonly #rooms: Rooms;
  readonly #now: () => number;
  readonly #watched = new WeakSet<Lane>();

  constructor(options: LanesOptions, rooms: Rooms) {
    super(options);
    this.#rooms = rooms;
    this.#now = options.now;
  }

  override hold(actor: string): ActorHandle {
    const handle = super.hold(actor);
    if (!this.#watched.has(handle.lane)) this.#watch(handle.lane);
    return handle;
  }

  #watch(lane: Lane): void {
    this.#watched.add(lane);
    const command = lane.command.bind(lane);
    lane.command = (handle, told, ticket) => command(handle, told, this.#noted(handle, told, ticket));
  }

  #noted({ actor }: ActorHandle, told: unknown, ticket: Ticket): Ticket {
    if (!isSay(told) || !actor.startsWith(roomPrefix)) return ticket;
    const askedAt = this.#now();
    return {
      answered: (code, value, flag, position) => {
        const answer = {
          lot: actor.slice(roomPrefix.length),
          say: told,
          code: answerCodes[code] as string,
          value,
          position,
          askedAt,
          answeredAt: this.#now(),
        };
        this.#rooms.answered(answer);
        ticket.answered(code, value, flag, position);
      },
    };
  }
}
