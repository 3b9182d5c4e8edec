import { performance } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from 'prom-client';
import { answerCodes } from '../../schema/codes.ts';
import type { Bids } from '../socket/bids.ts';
import type { Channels } from '../socket/channels.ts';
import type { Lobby } from '../socket/lobby.ts';
import type { Traffic } from '../socket/traffic.ts';
import type { Group } from './group.ts';

export interface SocketSources {
  readonly bids: Bids;
  readonly channels: Channels;
  readonly lobby: Lobby;
  readonly traffic: Traffic;
  readonly sockets: { readonly count: number };
}

/** Bids as they come in and are answered at the edge, and the sockets that they come by. */
export class SocketMetrics implements Group {
  readonly #sources: SocketSources;
  readonly #answered;
  readonly #gauges: ReadonlyArray<readonly [gauge: Gauge, value: () => number]>;
  readonly #totals: ReadonlyArray<readonly [total: Counter, value: () => number]>;

  constructor(registry: Registry, sources: SocketSources) {
    this.#sources = sources;
    const { bids, channels, lobby, traffic, sockets } = sources;
    const of = (name: string, help: string) => ({ name: `lotcast_${name}`, help, registers: [registry] });
    this.#answered = new Counter({
      ...of('bids_answered_total', 'Answers to bids, by code.'),
      labelNames: ['code'] as const,
    });
    this.#totals = [
      [
        new Counter(of('bids_received_total', 'Valid bids of signed-in people, sent again or not.')),
        () => bids.received,
      ],
      [new Counter(of('socket_frames_total', 'Frames put out to all sockets.')), () => traffic.frames],
      [
        new Counter(of('socket_frame_bytes_total', 'Bytes of these frames, without WebSocket headers.')),
        () => traffic.frameBytes,
      ],
      [
        new Counter(of('slow_readers_cut_total', 'Sockets cut off because they read too slowly.')),
        () => traffic.slowReadersCut,
      ],
      [
        new Counter(
          of('gateway_busy_seconds_total', "Time in which the gateway's event loop did something."),
        ),
        () => performance.eventLoopUtilization().active / 1_000,
      ],
    ];
    this.#gauges = [
      [
        new Gauge(of('bids_in_flight', 'Bids that wait for their answer.')),
        () => bids.received - bids.answers.reduce((sum, count) => sum + count, 0),
      ],
      [new Gauge(of('sockets', 'Open WebSockets.')), () => sockets.count],
      [
        new Gauge(of('subscriptions', 'Lots that sockets watch or wait to watch, counted once a socket.')),
        () => channels.counts().viewers,
      ],
      [new Gauge(of('lots_watched', 'Lots that at least one socket watches.')), () => channels.counts().lots],
      [new Gauge(of('lobby_readers', 'Sockets that are told of changes in lists.')), () => lobby.members],
    ];
  }

  collect(): void {
    this.#answered.reset();
    for (const [number, code] of answerCodes.entries()) {
      this.#answered.inc({ code }, this.#sources.bids.answers[number] ?? 0);
    }
    for (const [gauge, value] of this.#gauges) gauge.set(value());
    for (const [total, value] of this.#totals) {
      total.reset();
      total.inc(value());
    }
  }
}
