import type { ReactionKind } from '../../../schema/chat/settings.ts';
import { chatActor } from '../../../schema/ids.ts';
import { limits } from '../../../schema/limits.ts';
import type { ChatSay } from '../../../schema/wire/chat.ts';
import type { Channels } from '../../socket/channels.ts';
import type { Connection } from '../../socket/connection.ts';
import type { Position } from '../../socket/relay.ts';
import type { SpeakersDesk } from './chat-socket.ts';
import { Crowds } from './crowds.ts';
import { PresentBidders } from './present-bidders.ts';
import { Reactions, type RoomReactions } from './reactions.ts';
import { RoomChannels, type RoomChannelsParts } from './room-channels.ts';

export interface ChatParts
  extends Omit<RoomChannelsParts, 'sellerOf' | 'greetingOf' | 'onNews'>,
    Partial<Pick<RoomChannelsParts, 'onNews'>> {
  /** The lots that are watched on this gateway. */
  readonly channels: Pick<Channels, 'sellerOf' | 'positionOf' | 'viewers'>;
  readonly speakers: () => SpeakersDesk<Connection>;
  /** Whether it is this gateway that tells rooms of crowds; one of them does. */
  readonly looksForCrowds: boolean;
  /** Tells the other gateways what people here react with; absent where there are none. */
  readonly tellReactions?: (reactions: readonly RoomReactions[]) => void;
}

/** What sockets of this gateway do in chat rooms, and who is in them. */
export class Chat {
  readonly rooms: RoomChannels;
  readonly reactions: Reactions;
  readonly #parts: ChatParts;
  readonly #bidders: PresentBidders;
  readonly #crowds: Crowds | null;

  constructor(parts: ChatParts) {
    this.#parts = parts;
    const { lanes, now, later, publish, channels, tellReactions, looksForCrowds } = parts;
    this.rooms = new RoomChannels({
      ...parts,
      sellerOf: (lot) => channels.sellerOf(lot),
      greetingOf: (lot) => this.#bidders.frameOf(lot),
      onNews: parts.onNews ?? (() => {}),
    });
    this.reactions = new Reactions({
      now,
      later,
      publish,
      ...(tellReactions ? { tellGateways: tellReactions } : {}),
    });
    this.#bidders = new PresentBidders({
      actors: lanes,
      publish,
      people: (lot) => channels.viewers.people(lot),
      positionOf: (lot) => channels.positionOf(lot),
    });
    this.#crowds = looksForCrowds
      ? new Crowds((lot) => void lanes.command(chatActor(lot), { type: 'crowd' }))
      : null;
    const look = () => {
      this.#look();
      later(limits.presenceWindowMs, look);
    };
    later(limits.presenceWindowMs, look);
  }

  /** Into the room of a lot that the socket was let in to. */
  enter(connection: Connection, lot: string, since: Position | null): void {
    if (!connection.admitted.has(lot)) {
      return connection.sendError('not_found', 'watch the lot first', { type: 'chatEnter', lot });
    }
    this.rooms.enter(connection, lot, since);
  }

  leave(connection: Connection, lot: string): void {
    this.rooms.leave(connection, lot);
  }

  /** The socket is gone. */
  closed(connection: Connection): void {
    for (const lot of [...connection.rooms]) this.leave(connection, lot);
  }

  say(connection: Connection, message: ChatSay): void {
    const { lot } = message;
    const sellerId = this.#parts.channels.sellerOf(lot);
    if (sellerId === null || !isIn(connection, lot)) return refuse(connection, 'chatSay', lot);
    this.#parts.speakers().say(connection, sellerId, message);
  }

  react(connection: Connection, lot: string, kind: ReactionKind): void {
    const { person } = connection;
    if (person === null || !isIn(connection, lot)) return refuse(connection, 'chatReact', lot);
    this.reactions.take(lot, person.id, kind);
  }

  /** A window of presence is over. */
  #look(): void {
    const { channels, now } = this.#parts;
    this.#bidders.turn(this.rooms.entered());
    this.#crowds?.look(channels.viewers.counts(), now());
  }
}

const isIn = (connection: Connection, lot: string): boolean => connection.admitted.has(chatActor(lot));

function refuse(connection: Connection, type: 'chatSay' | 'chatReact', lot: string): void {
  connection.sendError('not_found', 'enter the room first', { type, lot });
}
