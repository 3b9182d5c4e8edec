import { randomInt, randomUUID } from 'node:crypto';
import { extname, join } from 'node:path';
import type { Logger } from 'pino';
import { clockBaseMs, monotonicClock } from '../../actors/clock.ts';
import { serveInspection } from '../../actors/inspection/server.ts';
import { ShardPool } from '../../actors/threads/pool.ts';
import type { Config } from '../../schema/config.ts';
import { limits } from '../../schema/limits.ts';
import { createModeration } from '../admin/moderation.ts';
import { recordUnfinished } from '../admin/record-around.ts';
import { createApi } from '../api.ts';
import { type ChatService, openChatService } from '../chat/chat-service.ts';
import { openHouseGuard } from '../chat/words/house-guard.ts';
import { migrateToLatest } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import { attachHttp } from '../http/attach-http.ts';
import { requestRates } from '../http/request-rates.ts';
import { streamsBefore } from '../media/stale-streams.ts';
import { type MediaService, startMedia } from '../media/start-media.ts';
import { StreamReports } from '../media/stream-reports.ts';
import { measureGateway } from '../metrics/gateway-measures.ts';
import { servePage } from '../page/page.ts';
import { configuredAdmins } from '../people/configured-admins.ts';
import { createPeople } from '../people/people.ts';
import { redisRefreshStore } from '../people/sessions/redis-refresh-store.ts';
import { configuredProviders } from '../people/sign-in/providers/configured.ts';
import { openSignIn } from '../people/sign-in/sign-in.ts';
import { openRedis } from '../redis/open.ts';
import { RateTally } from '../socket/rate-tally.ts';
import { SharedAddressCounts, sharedAddressMemory } from '../socket/shared-address-counts.ts';
import { GatewayThreads } from '../threads/gateway-threads.ts';
import { checkoutFolder } from './checkout.ts';
import { type Gateway, openGateway } from './gateway.ts';
import { listen } from './listen.ts';

/** A running Lotcast. */
export interface Service {
  readonly url: string;
  /** Resolves with the reason when the service can't go on and has to be stopped. */
  readonly failed: Promise<string>;
  /** Closes sockets with their code, lets commits finish, stops the database; live auctions are kept. */
  stop(): Promise<void>;
}

/** More often than a new key is made known before it signs. */
const tidyMs = limits.tokenKeyNoticeMs / 2;

const tallyMs = 1_000;

const behaviourUrls = ['auction', 'chat'].map(
  (kind) => new URL(`../../engine/${kind}/behaviour${extname(import.meta.url)}`, import.meta.url).href,
);

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

  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  // It builds while the rest is made ready.
  const guard = openHouseGuard({ file: config.chatWordsFile, log, sleep });
  undo.push(() => guard.close());
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
  const redis = config.redisUrl === undefined ? null : await openRedis(config.redisUrl, log);
  undo.push(() => redis?.stop());
  const people = await createPeople({
    db: database.kysely,
    now,
    accessTokenMs: config.accessTokenMinutes * 60_000,
    ...(redis === null ? {} : { refreshStore: redisRefreshStore(redis.redis, now) }),
  });
  // They load while the rest is made ready.
  const addresses = sharedAddressMemory(config.gateways === 1 ? 0 : limits.maxSocketAddresses);
  const threads = new GatewayThreads({
    count: config.gateways - 1,
    task: {
      config,
      epoch,
      clockBaseMs: baseMs,
      tokenKeys: people.publicKeys(),
      denied: people.denials.all(),
      addresses,
    },
    log,
    onViewers: (from, changes) => gateway.channels.viewers.heard(from, changes),
    onReactions: (reactions) => gateway.chat.reactions.heard(reactions),
    onRates: (counts) => tally.add(counts),
    onDied: (reason) => fail(`a gateway died: ${reason}`),
  });
  undo.push(() => threads.stop());

  const tally = new RateTally({
    now,
    redis: redis?.redis ?? null,
    tell: (people) => {
      gateway.sockets.rates.heard(people);
      threads.tellTooMuch(people);
    },
  });
  const tallying = setInterval(() => void tally.turn(), tallyMs);
  undo.push(() => clearInterval(tallying));
  const gateway: Gateway = openGateway({
    config,
    epoch,
    now,
    visitors: people.verifier,
    media: () => media.media,
    speakers: () => chat.desk,
    isFirst: true,
    onRoomNews: (lot, news) => chat.heard(lot, news),
    ...(config.gateways === 1
      ? {}
      : {
          perAddress: new SharedAddressCounts(addresses),
          tellGateways: (changes) => threads.tellViewers(0, changes),
          tellReactions: (reactions) => threads.tellReactions(0, reactions),
        }),
    tellRates: (counts) => tally.add(counts),
  });
  const { app, lanes, sockets } = gateway;
  const chat: ChatService = openChatService({
    db: database.kysely,
    lanes,
    redis: redis?.redis ?? null,
    epoch,
    config,
    guard,
    follow: (lot) => gateway.chat.rooms.follow(lot),
    now,
    later,
    log,
  });
  undo.push(() => chat.stop());
  people.denials.onDenied((denied) => {
    gateway.signIns.deny(denied);
    threads.deny(denied);
  });
  const tidying = setInterval(() => {
    people.tidy().then(
      () => threads.setTokenKeys(people.publicKeys()),
      (error: unknown) => log.warn({ err: error }, 'old sessions and keys could not be looked after'),
    );
  }, tidyMs);
  undo.push(() => clearInterval(tidying));
  const reports = new StreamReports(lanes, later);
  const media: MediaService = await startMedia({
    config,
    actors: lanes,
    reports,
    publish: (lot, frame) => {
      gateway.publish(lot, frame);
      threads.publish(lot, frame);
    },
    log,
    later,
  });
  undo.push(() => media.close());

  const providers = configuredProviders(config);
  // What a server before this one did not live to put on record.
  await recordUnfinished(database.kysely);
  const isConfiguredAdmin = configuredAdmins(config.admins);
  const moderation = createModeration({
    db: database.kysely,
    actors: lanes,
    rooms: chat.rooms,
    people,
    isConfiguredAdmin,
    now,
    later,
    log,
  });
  const signIn = await openSignIn({
    db: database.kysely,
    providers,
    isConfiguredAdmin,
    mergeGuest: async (guest, account) => {
      await moderation.mergeGuest(guest, account);
      chat.forget(account);
    },
    log,
    now,
    random: (below) => randomInt(below),
  });
  if (signIn.providers.length > 0 && config.publicUrl === undefined) {
    log.warn('PUBLIC_URL is not set: people can sign in with a provider on this machine only');
  }
  if (signIn.providers.length === 0 && !config.guestSignIn) {
    log.warn('nobody can sign in: no provider is set up, and guests are not admitted (GUEST_SIGN_IN)');
  }
  const api = createApi({
    db: database.kysely,
    actors: lanes,
    config,
    people,
    signIn,
    moderation,
    chat,
    onFollow: chat.forget,
    onRenamed: chat.forget,
    now,
    rates: { now, redis: redis?.redis ?? null },
    mediaSetup: () => (media.media === null ? { off: media.off } : media.media.setup),
  });
  await servePage(api, join(checkoutFolder(), 'web/dist'));
  const admit = requestRates(config, now);
  attachHttp(app, api, { log, admit, ...gateway.edge });

  let pool: ShardPool | null = null;
  undo.push(async () => {
    await pool?.stop();
    lanes.close();
  });
  await guard.ready;
  // Before the auctions are taken over from whoever runs them now: one that can't listen must not have them.
  const listening = await listen(app, config);
  undo.push(() => {
    listening.close();
    sockets.closeAll();
    threads.closeSockets();
  });
  await threads.listen(listening.port, { handler: api, admit, media: media.media, speakers: chat.desk });
  if (config.metricsPort !== undefined) {
    // Loaded where they are asked for: a server starts sooner without.
    const [{ Metrics }, { serveMetrics }] = await Promise.all([
      import('../metrics/metrics.ts'),
      import('../metrics/serve-metrics.ts'),
    ]);
    const metrics = new Metrics({
      gateways: () => [Promise.resolve(measureGateway(gateway)), ...threads.measures()],
      lotsWatched: () => gateway.channels.lotsWatched(),
      chatAnswers: () => chat.desk.answers,
      lanes,
      media: () => media.media,
    });
    const served = await serveMetrics(metrics, { host: config.metricsHost, port: config.metricsPort });
    undo.push(() => served.close());
    log.info({ url: served.url }, 'metrics are served');
  }
  pool = await ShardPool.start({
    shardCount: config.shards,
    gatewayCount: config.gateways,
    node: randomUUID(),
    clockBaseMs: baseMs,
    journal:
      config.journal === 'memory'
        ? { kind: 'memory' }
        : { kind: 'postgres', connection: { connectionString: database.url } },
    behaviourUrls,
    onLane: (shard, of, lane, memory) => {
      if (of === 0) lanes.connect(shard, lane, memory);
      else threads.connect(of, shard, lane, memory);
    },
    onLost: (shard) => {
      lanes.lost(shard);
      threads.lost(shard);
    },
    onDeposed: (reason) => fail(`another server has taken the auctions over: ${reason}`),
    log: (level, message, details) => log[level](details, message),
    sleep,
  });
  void moderation.runErrands();
  undo.push(() => moderation.stop());
  chat.start();
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
  const { gateways, shards, journal } = config;
  log.info({ url: listening.url, gateways, shards, journal }, 'listening');
  return { url: listening.url, failed, stop };
}
