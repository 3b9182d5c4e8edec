import { randomUUID } from 'node:crypto';
import { extname, join } from 'node:path';
import type { Logger } from 'pino';
import { clockBaseMs, monotonicClock } from '../../actors/clock.ts';
import { serveInspection } from '../../actors/inspection/server.ts';
import { Lanes } from '../../actors/lane/lanes.ts';
import { ShardPool } from '../../actors/threads/pool.ts';
import type { Config } from '../../schema/config.ts';
import { limits } from '../../schema/limits.ts';
import { createApi } from '../api.ts';
import { migrateToLatest } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import { clientAddress } from '../http/address.ts';
import { attachHttp } from '../http/attach-http.ts';
import { uWS } from '../http/uws.ts';
import { streamsBefore } from '../media/stale-streams.ts';
import { type MediaService, startMedia } from '../media/start-media.ts';
import { StreamReports } from '../media/stream-reports.ts';
import { Metrics } from '../metrics/metrics.ts';
import { serveMetrics } from '../metrics/serve-metrics.ts';
import { servePage } from '../page/page.ts';
import { isAllowedOrigin } from '../people/origin.ts';
import { createPeople } from '../people/people.ts';
import { attachSocket } from '../socket/attach-socket.ts';
import { Bids } from '../socket/bids.ts';
import { Channels } from '../socket/channels.ts';
import { Deliveries } from '../socket/deliveries.ts';
import { Lobby } from '../socket/lobby.ts';
import { checkoutFolder } from './checkout.ts';
import { listen } from './listen.ts';

/** A running Lotcast. */
export interface Service {
  readonly url: string;
  /** Resolves with the reason when the service can't go on and has to be stopped. */
  readonly failed: Promise<string>;
  /** Closes sockets with their code, lets commits finish, stops the database; live auctions are kept. */
  stop(): Promise<void>;
}

const behaviourUrls = [
  new URL(`../../engine/auction/behaviour${extname(import.meta.url)}`, import.meta.url).href,
];

/** Starts everything, or nothing: rejects with a message for the operator. */
export async function startService(config: Config, log: Logger): Promise<Service> {
  const undo: Array<() => void | Promise<void>> = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return await start(config, log, undo, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  config: Config,
  log: Logger,
  undo: Array<() => void | Promise<void>>,
  stop: () => Promise<void>,
): Promise<Service> {
  let fail: (reason: string) => void = () => {};
  const failed = new Promise<string>((resolve) => {
    fail = resolve;
  });

  const database = await openDatabase(config, log);
  undo.push(() => database.stop());
  void database.lost.then(() => fail('the embedded database ended'));
  await migrateToLatest(database.kysely, log);
  const { value: epoch } = await database.kysely
    .selectFrom('meta')
    .select('value')
    .where('key', '=', 'epoch')
    .executeTakeFirstOrThrow();

  const baseMs = clockBaseMs();
  const now = monotonicClock(baseMs);
  const later = (delayMs: number, task: () => void) => void setTimeout(task, delayMs);
  const app = uWS.App();
  const soon = (task: () => void) => void setImmediate(task);
  const deliveries = new Deliveries(soon);
  const publish = (topic: string, frame: string, isPressing = false) =>
    deliveries.publish(topic, frame, isPressing);

  const lanes: Lanes = new Lanes({
    shardCount: config.shards,
    now,
    soon,
    at: (timeMs, task) => later(Math.max(0, timeMs - now()), task),
    onDelivered: () => {
      channels.publish();
      deliveries.deliver();
    },
    onSummaries: (summaries) => lobby.changed(summaries),
  });
  const bids = new Bids(lanes, deliveries);
  const channels = new Channels({
    lanes,
    epoch,
    broadcastWindowMs: config.broadcastWindowMs,
    now,
    publish,
    later,
    onViewers: (counts) => lobby.viewersChanged(counts),
  });
  const lobby: Lobby = new Lobby(lanes, now, publish, () => channels.viewerCounts());

  const reports = new StreamReports(lanes, later);
  const media: MediaService = await startMedia({ config, actors: lanes, reports, publish, log, later });
  undo.push(() => media.close());

  const people = await createPeople({ db: database.kysely, now });
  const sockets = attachSocket({
    app,
    config,
    receivers: { bids, channels, lobby, deliveries, media: () => media.media, now },
    verifyPerson: (cookieHeader) => people.verifyPerson(cookieHeader),
    isAllowedOrigin: (origin, host) => isAllowedOrigin(origin, host, config.publicOrigins),
    clientAddress,
  });
  const api = createApi({
    db: database.kysely,
    actors: lanes,
    config,
    people,
    now,
    mediaSetup: () => (media.media === null ? { off: media.off } : media.media.setup),
  });
  await servePage(api, join(checkoutFolder(), 'web/dist'));
  attachHttp(app, api, { config, now, log });

  let pool: ShardPool | null = null;
  undo.push(async () => {
    await pool?.stop();
    lanes.close();
  });
  // Before the auctions are taken over from whoever runs them now: one that can't listen must not have them.
  const listening = await listen(app, config);
  undo.push(() => {
    listening.close();
    sockets.closeAll();
  });
  if (config.metricsPort !== undefined) {
    const { traffic } = deliveries;
    const metrics = new Metrics({
      bids,
      channels,
      lobby,
      traffic,
      sockets,
      lanes,
      media: () => media.media,
    });
    const served = await serveMetrics(metrics, { host: config.metricsHost, port: config.metricsPort });
    undo.push(() => served.close());
    log.info({ url: served.url }, 'metrics are served');
  }
  pool = await ShardPool.start({
    shardCount: config.shards,
    gatewayCount: 1,
    node: randomUUID(),
    clockBaseMs: baseMs,
    journal:
      config.journal === 'memory'
        ? { kind: 'memory' }
        : { kind: 'postgres', connection: { connectionString: database.url } },
    behaviourUrls,
    onLane: (shard, _, lane) => lanes.connect(shard, lane),
    onLost: (shard) => lanes.lost(shard),
    onDeposed: (reason) => fail(`another server has taken the auctions over: ${reason}`),
    log: (level, message, details) => log[level](details, message),
    sleep: (ms) => new Promise((resolve) => later(ms, () => resolve())),
  });
  if (config.journal === 'postgres') {
    const streams = await streamsBefore(database.kysely);
    later(limits.streamReturnMs, () => {
      for (const lot of streams) if (!media.media?.isPublished(lot)) reports.report(lot, false);
    });
  }
  undo.push(
    await serveInspection({
      path: config.inspectSocket,
      lanes,
      behaviourUrls,
      db: config.journal === 'memory' ? null : database.kysely,
    }),
  );
  log.info({ url: listening.url, shards: config.shards, journal: config.journal }, 'listening');
  return { url: listening.url, failed, stop };
}
