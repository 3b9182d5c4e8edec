import { Counter, Gauge, type Registry } from 'prom-client';
import type { Media } from '../media/media.ts';
import type { MediaWorker } from '../media/media-workers.ts';
import { CountedHistogram } from './counted-histogram.ts';
import type { Group } from './group.ts';
import { inTime } from './in-time.ts';
import { type PacketLoss, packetLoss } from './packet-loss.ts';
import { residentBytes } from './resident-bytes.ts';

/** Streams whose loss one scrape asks for, over all workers. */
const maxSampledConsumers = 200;
const maxSampledProducers = 50;

const directions = ['in', 'out'] as const;
type Load = ReturnType<Media['load']>;
type Usage = Awaited<ReturnType<MediaWorker['process']['getResourceUsage']>>;

/** Live video: the workers, what is open on them, what is lost on the way, and how long joining takes. */
export class MediaMetrics implements Group {
  readonly #media: () => Media | null;
  readonly #on;
  readonly #up;
  readonly #deaths;
  readonly #cpu;
  readonly #resident;
  readonly #maxResident;
  readonly #transports;
  readonly #open: ReadonlyArray<
    readonly [gauge: Gauge<'worker'>, of: (worker: MediaWorker, load: Load) => number]
  >;
  readonly #loss: ReadonlyArray<
    readonly [gauge: Gauge<'worker' | 'direction'>, of: (loss: PacketLoss) => number]
  >;
  readonly #joins;
  readonly #firstFrame;
  #turn = 0;

  constructor(registry: Registry, media: () => Media | null) {
    this.#media = media;
    const plain = (name: string, help: string) => ({
      name: `lotcast_media_${name}`,
      help,
      registers: [registry],
    });
    const of = (name: string, help: string) => ({ ...plain(name, help), labelNames: ['worker'] as const });
    const lossOf = (name: string, help: string) => ({
      ...plain(name, help),
      labelNames: ['worker', 'direction'] as const,
    });
    this.#on = new Gauge(plain('on', 'Whether there is live video on this server.'));
    this.#up = new Gauge(of('worker_up', 'Whether the media worker runs and answers.'));
    this.#deaths = new Counter(of('worker_deaths_total', 'How often the worker died and was replaced.'));
    this.#cpu = new Counter({
      ...plain('worker_cpu_seconds_total', 'CPU time of the worker, by mode: user or system.'),
      labelNames: ['worker', 'mode'] as const,
    });
    this.#resident = new Gauge(of('worker_resident_bytes', 'Memory that the worker holds now; Linux only.'));
    this.#maxResident = new Gauge(of('worker_max_resident_bytes', 'Most memory that the worker ever held.'));
    this.#transports = new Gauge({
      ...plain('transports', 'Open transports, by type: webrtc to browsers, pipe to other workers.'),
      labelNames: ['worker', 'type'] as const,
    });
    this.#open = [
      [
        new Gauge(of('producers', 'Tracks that come in, from sellers and from other workers.')),
        ({ census }) => census.producers.size,
      ],
      [
        new Gauge(of('consumers', 'Tracks that go out, to viewers and to other workers.')),
        ({ census }) => census.consumers.size,
      ],
      [
        new Gauge(of('broadcasts', 'Lots whose video is at home on the worker.')),
        (_, { broadcasts }) => broadcasts,
      ],
      [new Gauge(of('publishers', 'Sellers who publish to the worker.')), (_, { publishers }) => publishers],
      [new Gauge(of('viewers', 'Viewers whom the worker serves.')), (_, { viewers }) => viewers],
    ];
    this.#loss = [
      [
        new Gauge(lossOf('packet_loss_ratio', 'Mean loss of the sampled streams, from 0 to 1.')),
        ({ mean }) => mean,
      ],
      [
        new Gauge(lossOf('packet_loss_max_ratio', 'Largest loss of one sampled stream, from 0 to 1.')),
        ({ most }) => most,
      ],
      [
        new Gauge(lossOf('packet_loss_streams', 'Streams that were sampled for the loss.')),
        ({ sampled }) => sampled,
      ],
    ];
    this.#joins = new Counter(plain('joins_total', 'Viewers for whom there was a picture when they came.'));
    this.#firstFrame = new CountedHistogram(
      plain(
        'join_to_first_frame_seconds',
        "Time from mediaWatch to the first packet of the viewer's first whole picture.",
      ),
      1_000,
    );
  }

  async collect(): Promise<void> {
    const media = this.#media();
    this.#on.set(media === null ? 0 : 1);
    if (media === null) return;
    const { joins, workers } = media;
    this.#joins.reset();
    this.#joins.inc(joins?.begun ?? 0);
    if (joins !== null) this.#firstFrame.show([{ labels: {}, view: joins.tookMs.view() }]);
    const { running, deaths } = workers;
    this.#turn++;
    const looks = await Promise.all(running.map((worker) => this.#look(worker, running.length)));

    this.#deaths.reset();
    for (const [place, count] of deaths.entries()) {
      this.#deaths.inc({ worker: String(place) }, count);
      this.#up.set({ worker: String(place) }, 0);
    }
    this.#cpu.reset();
    const gauges = [
      this.#resident,
      this.#maxResident,
      this.#transports,
      ...this.#open.map(([gauge]) => gauge),
    ];
    for (const gauge of [...gauges, ...this.#loss.map(([gauge]) => gauge)]) gauge.reset();
    for (const [n, { usage, resident, losses }] of looks.entries()) {
      const of = running[n] as MediaWorker;
      const worker = String(of.place);
      if (usage !== null) this.#showUsage(worker, usage);
      if (resident !== null) this.#resident.set({ worker }, resident);
      this.#showOpen(of, media);
      for (const [place, direction] of directions.entries()) {
        const loss = losses?.[place];
        if (loss) for (const [gauge, value] of this.#loss) gauge.set({ worker, direction }, value(loss));
      }
    }
  }

  /** All that takes asking; the workers are asked beside each other. */
  async #look({ process, census }: MediaWorker, workerCount: number) {
    const share = (most: number) => Math.ceil(most / workerCount);
    const losses = Promise.all([
      packetLoss('in', census.published, share(maxSampledProducers), this.#turn),
      packetLoss('out', census.consumers, share(maxSampledConsumers), this.#turn),
    ]);
    const [usage, resident, lost] = await Promise.all([
      inTime(process.getResourceUsage()),
      residentBytes(process.pid),
      inTime(losses),
    ]);
    return { usage, resident, losses: lost };
  }

  #showUsage(worker: string, { ru_utime, ru_stime, ru_maxrss }: Usage): void {
    this.#up.set({ worker }, 1);
    this.#cpu.inc({ worker, mode: 'user' }, ru_utime / 1_000);
    this.#cpu.inc({ worker, mode: 'system' }, ru_stime / 1_000);
    this.#maxResident.set({ worker }, ru_maxrss * 1_024);
  }

  #showOpen(of: MediaWorker, media: Media): void {
    const worker = String(of.place);
    for (const type of ['webrtc', 'pipe']) this.#transports.set({ worker, type }, 0);
    for (const { type } of of.census.transports) this.#transports.inc({ worker, type });
    const load = media.load(of);
    for (const [gauge, value] of this.#open) gauge.set({ worker }, value(of, load));
  }
}
