import type { Lanes } from '../../actors/lane/lanes.ts';
import type { ActorSummary } from '../../actors/lane/messages.ts';
import { Chat } from '../../gateway/chat/socket/chat.ts';
import type { ChatDesk } from '../../gateway/chat/speaking/chat-desk.ts';
import { Allowance } from '../../gateway/socket/allowance.ts';
import { Channels } from '../../gateway/socket/channels.ts';
import { Connection } from '../../gateway/socket/connection.ts';
import { Deliveries } from '../../gateway/socket/deliveries.ts';
import { Lobby } from '../../gateway/socket/lobby.ts';
import { receive } from '../../gateway/socket/receive.ts';
import type { SocketForwarder } from '../../gateway/threads/socket-forwarder.ts';
import type { Random } from '../../testing/random.ts';
import type { ChatPlan } from '../chat-plan.ts';
import type { Socket } from '../network/socket.ts';
import type { Record } from '../record/record.ts';
import { personOf } from '../reference/speakers.ts';
import type { Thread } from '../time/thread.ts';
import { forwarderTo, openDesk } from './speakers-desk.ts';
import { WatchedBids } from './watched-bids.ts';
import { WatchedLanes } from './watched-lanes.ts';

export interface GatewayParts {
  readonly thread: Thread;
  readonly shardCount: number;
  /** Names the database in clients' positions. */
  readonly epoch: string;
  readonly broadcastWindowMs: number;
  readonly record: Record;
  /** What goes on in chat rooms; null where there are none. */
  readonly chat: ChatPlan | null;
  readonly random: Random;
  /** The gateway that all others bring to what is said; null for that one itself. */
  readonly first: Gateway | null;
  /** How long something takes to it on average. */
  readonly hopMs: number;
}

const encoder = new TextEncoder();

/** One gateway: the service's own lanes, channels and bids, with simulated sockets before them. */
export class Gateway {
  readonly thread: Thread;
  readonly lanes: Lanes;
  readonly #sockets = new Set<Socket>();
  readonly #bids: WatchedBids;
  readonly #channels: Channels;
  readonly #chat: Chat;
  /** Where what is said is looked at; null on all but the first. */
  readonly desk: ChatDesk | null;
  readonly #forwarder: SocketForwarder | null;
  readonly #deliveries: Deliveries;
  readonly #lobby: Lobby;

  constructor(parts: GatewayParts) {
    const { thread, shardCount, epoch, broadcastWindowMs, record, chat, random, first, hopMs } = parts;
    this.thread = thread;
    const { now, soon } = thread.scheduler;
    const later = (delayMs: number, task: () => void) => thread.run(delayMs, 'gateway timer', task);
    this.#deliveries = new Deliveries(soon);
    const publish = (topic: string, frame: string, isPressing = false) =>
      this.#deliveries.publish(topic, frame, isPressing);
    const lanesOptions = {
      shardCount,
      now,
      soon,
      at: (timeMs: number, task: () => void) => later(timeMs - now() + 0.01, task),
      onDelivered: () => {
        this.#channels.publish();
        this.#chat.rooms.publish();
        this.#deliveries.deliver();
      },
      onSummaries: (summaries: readonly ActorSummary[]) => this.#lobby.changed(summaries),
    };
    this.lanes = new WatchedLanes(lanesOptions, record.rooms);
    this.#bids = new WatchedBids(this.lanes, this.#deliveries, record);
    this.#channels = new Channels({
      lanes: this.lanes,
      epoch,
      broadcastWindowMs,
      now,
      publish,
      later,
      onViewers: (counts) => this.#lobby.viewersChanged(counts),
    });
    this.#chat = new Chat({
      lanes: this.lanes,
      epoch,
      guestsSpeak: chat?.guestsSpeak ?? false,
      now,
      later,
      publish: (topic, frame) => this.#deliveries.publishPatiently(topic, frame),
      put: (connection, frame) => this.#deliveries.putPatiently(connection, frame),
      channels: this.#channels,
      looksForCrowds: chat !== null && first === null,
      onNews: (lot, text) => words?.heard(lot, text),
      speakers: () => {
        const speakers = this.#forwarder ?? this.desk;
        if (speakers === null) throw new Error('there are no chat rooms in this house');
        return speakers;
      },
    });
    const follow = (lot: string) => this.#chat.rooms.follow(lot);
    const opened =
      chat === null || first !== null
        ? null
        : openDesk({ lanes: this.lanes, thread, plan: chat, random, follow });
    this.desk = opened?.desk ?? null;
    const words = opened?.words;
    this.#forwarder =
      first?.desk == null ? null : forwarderTo(first.desk, first.thread, thread, () => random.waiting(hopMs));
    this.#lobby = new Lobby(this.lanes, now, publish, () => this.#channels.viewerCounts());
  }

  /** A client's socket comes in, and is taken so much later; `person` is who it is. */
  accept(socket: Socket, person: number, delayMs: number): void {
    this.#sockets.add(socket);
    this.thread.run(delayMs, 'upgrade', () => {
      if (socket.isOpen) this.#open(socket, person);
    });
  }

  #open(socket: Socket, person: number): void {
    const connection = new Connection({
      address: '127.0.0.1',
      topics: this.#deliveries,
      traffic: this.#deliveries.traffic,
      bids: new Allowance(1_000, 1_000),
      messages: new Allowance(10_000, 10_000),
    });
    connection.opened(socket.gatewayEnd);
    connection.known(personOf(person));
    const { now } = this.thread.scheduler;
    connection.send(`{"type":"welcome","serverNow":${now()}}`);
    const receivers = {
      bids: this.#bids,
      channels: this.#channels,
      chat: this.#chat,
      lobby: this.#lobby,
      deliveries: this.#deliveries,
      media: () => null,
      now,
      renew: () => {},
    };
    socket.serve({
      frame: (text) => {
        receive(receivers, connection, encoder.encode(text).buffer as ArrayBuffer, false);
      },
      closed: () => {
        this.#sockets.delete(socket);
        connection.closed();
        for (const lot of [...connection.lots]) this.#channels.leave(connection, lot);
        this.#chat.closed(connection);
        this.#forwarder?.closed(connection);
        this.#lobby.leave(connection);
      },
    });
  }

  /** Closes every socket with a code, as a server that stops does. */
  closeAll(code: number): void {
    for (const socket of [...this.#sockets]) socket.gatewayEnd.end(code, '');
  }

  /** The process is gone, and with it every connection. */
  die(): void {
    this.thread.kill();
    for (const socket of [...this.#sockets]) socket.breakOff(0);
  }
}
