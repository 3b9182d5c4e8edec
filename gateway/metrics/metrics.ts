import { Registry } from 'prom-client';
import type { Lanes } from '../../actors/lane/lanes.ts';
import type { Media } from '../media/media.ts';
import type { Group } from './group.ts';
import { MediaMetrics } from './media-metrics.ts';
import { addProcessMetrics } from './process-metrics.ts';
import { ShardMetrics } from './shard-metrics.ts';
import { SocketMetrics, type SocketSources } from './socket-metrics.ts';

export interface MetricsSources extends SocketSources {
  readonly lanes: Lanes;
  /** Null while live video is off. */
  readonly media: () => Media | null;
}

/**
 * Everything that Prometheus may know of this server. The parts count in plain fields, bid by bid, and
 * prom-client comes in only when somebody looks.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #groups: readonly Group[];
  #look: Promise<string> | null = null;

  constructor(sources: MetricsSources) {
    this.#groups = [
      new SocketMetrics(this.#registry, sources),
      new ShardMetrics(this.#registry, sources.lanes),
      new MediaMetrics(this.#registry, sources.media),
    ];
    addProcessMetrics(this.#registry);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** The text of one look at everything. Whoever asks during a look shares it: asking more often costs no more. */
  text(): Promise<string> {
    this.#look ??= this.#lookNow().finally(() => {
      this.#look = null;
    });
    return this.#look;
  }

  async #lookNow(): Promise<string> {
    await Promise.all(this.#groups.map((group) => group.collect()));
    return this.#registry.metrics();
  }
}
