import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { Logger } from 'pino';
import type { ActorClient } from '../../actors/client.ts';
import type { Config } from '../../schema/config.ts';
import { limits } from '../../schema/limits.ts';
import { mediaCodecs } from './codecs.ts';
import { doesEstimate, withoutEstimation } from './estimation.ts';
import { Ice } from './ice.ts';
import { Joins } from './joins.ts';
import { Media } from './media.ts';
import type { MediaWorkers } from './media-workers.ts';
import type { StreamReports } from './stream-reports.ts';

export interface MediaStartParts {
  readonly config: Pick<
    Config,
    | 'mediaWorkers'
    | 'mediaHost'
    | 'mediaPort'
    | 'mediaAddress'
    | 'mediaWorkerBin'
    | 'iceServers'
    | 'turnSecret'
    | 'iceTransportPolicy'
    | 'metricsPort'
  >;
  readonly actors: ActorClient;
  readonly reports: StreamReports;
  readonly publish: (lot: string, frame: string) => void;
  readonly log: Logger;
  readonly later: (delayMs: number, task: () => void) => void;
}

/** Live video as it runs here, or why there is none: the auctions need no pictures. */
export type MediaService =
  | { readonly media: Media; readonly off: null; close(): void }
  | { readonly media: null; readonly off: string; close(): void };

/** Starts the media workers; without them the service goes on and says why there is no video. */
export async function startMedia(parts: MediaStartParts): Promise<MediaService> {
  const { config, log } = parts;
  const isOff = (reason: string): MediaService => {
    log.warn({ reason }, 'live video is off');
    return { media: null, off: reason, close() {} };
  };
  if (config.mediaWorkers === 0) return isOff('MEDIA_WORKERS is 0');
  // Loaded where there is video: a server starts sooner without.
  const [{ workerBin: packagedWorker }, { MediaWorkers }] = await Promise.all([
    import('mediasoup'),
    import('./media-workers.ts'),
  ]);
  const workerBin = config.mediaWorkerBin ?? packagedWorker;
  if (!existsSync(workerBin)) return isOff(`there is no media worker at ${workerBin}`);

  let workers: MediaWorkers;
  try {
    workers = await MediaWorkers.start({
      count: config.mediaWorkers,
      address: {
        host: config.mediaHost,
        port: config.mediaPort,
        announced: config.mediaAddress ?? announcedFor(config.mediaHost),
      },
      workerBin,
      log: (level, message, details) => log[level](details, message),
      later: parts.later,
      onDied: (worker) => media.workerDied(worker),
    });
  } catch (error) {
    return isOff(`a media worker could not be started: ${(error as Error).message}`);
  }
  const media: Media = new Media({
    workers,
    actors: parts.actors,
    reports: parts.reports,
    publish: parts.publish,
    ice: new Ice(config),
    joins: config.metricsPort === undefined ? null : new Joins(),
    setup: {
      rtpCapabilities: await routerCapabilities(workers, await doesEstimate(workerBin)),
      maxPublishBitrateBps: limits.maxPublishBitrateBps,
    },
  });
  return { media, off: null, close: () => workers.close() };
}

/** Every router has the same codecs, so that browsers ask once. */
async function routerCapabilities(workers: MediaWorkers, isEstimating: boolean) {
  const worker = workers.running[0];
  if (worker === undefined) throw new Error('no media worker runs');
  const router = await worker.process.createRouter({ mediaCodecs });
  const { rtpCapabilities } = router;
  router.close();
  return (isEstimating ? rtpCapabilities : withoutEstimation(rtpCapabilities)) as Extract<
    Media['setup'],
    { rtpCapabilities: unknown }
  >['rtpCapabilities'];
}

/** Who listens everywhere must name an address where browsers reach it: this machine's own, or itself. */
function announcedFor(host: string): string | undefined {
  if (host !== '0.0.0.0') return undefined;
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  return own?.address ?? '127.0.0.1';
}
