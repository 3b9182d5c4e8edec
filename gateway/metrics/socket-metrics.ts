import { Counter, Gauge, type Registry } from 'prom-client';
import { answerCodes } from '../../schema/codes.ts';
import type { GatewayMeasures } from './gateway-measures.ts';
import type { Group } from './group.ts';
import { inTime } from './in-time.ts';

export interface SocketSources {
  /** Asks every gateway. */
  readonly gateways: () => readonly Promise<GatewayMeasures>[];
  /** Lots that at least one socket watches, on whichever gateway. */
  readonly lotsWatched: () => number;
  /** Answers to what people said in chat rooms, on whichever gateway, by number of the code. */
  readonly chatAnswers: () => readonly number[];
}

type Count = (measures: GatewayMeasures) => number;

/** Bids and messages as they come in and are answered at the edge, and the sockets that they come by, of all gateways together. */
export class SocketMetrics implements Group {
  readonly #sources: SocketSources;
  readonly #answered;
  readonly #chatAnswered;
  readonly #byGateway: ReadonlyArray<readonly [metric: Gauge<'gateway'> | Counter<'gateway'>, of: Count]>;
  readonly #lotsWatched;
  readonly #gauges: ReadonlyArray<readonly [gauge: Gauge, of: Count]>;
  readonly #totals: ReadonlyArray<readonly [total: Counter, of: Count]>;
  /** What each told last: were one left out that is slow to answer, sums would fall and Prometheus see a restart. */
  readonly #latest: GatewayMeasures[] = [];

  constructor(registry: Registry, sources: SocketSources) {
    this.#sources = sources;
    const of = (name: string, help: string) => ({ name: `lotcast_${name}`, help, registers: [registry] });
    this.#answered = new Counter({
      ...of('bids_answered_total', 'Answers to bids, by code.'),
      labelNames: ['code'] as const,
    });
    this.#chatAnswered = new Counter({
      ...of('chat_answered_total', 'Answers to messages in chat rooms, by code.'),
      labelNames: ['code'] as const,
    });
    const labelNames = ['gateway'] as const;
    this.#byGateway = [
      [new Gauge({ ...of('sockets', 'Open WebSockets.'), labelNames }), ({ sockets }) => sockets],
      [
        new Counter({
          ...of('gateway_busy_seconds_total', "Time in which the gateway's event loop did something."),
          labelNames,
        }),
        ({ busyMs }) => busyMs / 1_000,
      ],
    ];
    this.#lotsWatched = new Gauge(of('lots_watched', 'Lots that at least one socket watches.'));
    this.#totals = [
      [
        new Counter(of('bids_received_total', 'Valid bids of signed-in people, sent again or not.')),
        ({ bidsReceived }) => bidsReceived,
      ],
      [new Counter(of('socket_frames_total', 'Frames put out to all sockets.')), ({ frames }) => frames],
      [
        new Counter(of('socket_frame_bytes_total', 'Bytes of these frames, without WebSocket headers.')),
        ({ frameBytes }) => frameBytes,
      ],
      [
        new Counter(of('slow_readers_cut_total', 'Sockets cut off because they read too slowly.')),
        ({ slowReadersCut }) => slowReadersCut,
      ],
      [new Counter(of('chat_reactions_total', 'Reactions that counted.')), ({ reactions }) => reactions],
      [
        new Counter(of('chat_reactions_dropped_total', 'Reactions that were too many of one person.')),
        ({ reactionsDropped }) => reactionsDropped,
      ],
    ];
    this.#gauges = [
      [
        new Gauge(of('bids_in_flight', 'Bids that wait for their answer.')),
        ({ bidsReceived, bidsAnswered }) => bidsReceived - sum(bidsAnswered),
      ],
      [
        new Gauge(of('subscriptions', 'Lots that sockets watch or wait to watch, counted once a socket.')),
        ({ subscriptions }) => subscriptions,
      ],
      [
        new Gauge(of('lobby_readers', 'Sockets that are told of changes in lists.')),
        ({ lobbyReaders }) => lobbyReaders,
      ],
      [
        new Gauge(of('chat_rooms', 'Chat rooms that sockets are in, counted once a gateway.')),
        ({ chatRooms }) => chatRooms,
      ],
      [
        new Gauge(of('chat_members', 'Sockets in chat rooms, counted once a room.')),
        ({ chatMembers }) => chatMembers,
      ],
    ];
  }

  async collect(): Promise<void> {
    const answers = await Promise.all(this.#sources.gateways().map((answer) => inTime(answer)));
    for (const [n, answer] of answers.entries()) if (answer !== null) this.#latest[n] = answer;
    const all = Object.values(this.#latest);
    this.#answered.reset();
    this.#chatAnswered.reset();
    const chatAnswers = this.#sources.chatAnswers();
    for (const [number, code] of answerCodes.entries()) {
      this.#chatAnswered.inc({ code }, chatAnswers[number] ?? 0);
      this.#answered.inc({ code }, sum(all.map(({ bidsAnswered }) => bidsAnswered[number] ?? 0)));
    }
    for (const [gauge, of] of this.#gauges) gauge.set(sum(all.map(of)));
    for (const [total, of] of this.#totals) {
      total.reset();
      total.inc(sum(all.map(of)));
    }
    for (const [metric, of] of this.#byGateway) {
      metric.reset();
      for (const [gateway, measures] of Object.entries(this.#latest)) metric.inc({ gateway }, of(measures));
    }
    this.#lotsWatched.set(this.#sources.lotsWatched());
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
