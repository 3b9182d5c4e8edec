import type { Lotcast } from '../../servers/lotcast.ts';
import { metricSum } from '../../servers/metrics-text.ts';
import { openFilesOf, residentBytesOf } from '../../servers/proc.ts';
import type { SalesroomProcess } from './start-salesroom.ts';

const bytesPerMiB = 2 ** 20;

/** Everything that is looked at, at one time. */
export interface Sample {
  readonly atSeconds: number;
  readonly serverMiB: number;
  /** What the server's threads keep after garbage was collected; looked at less often than all else. */
  readonly keptMiB: number | null;
  readonly gatewayHeapMiB: number;
  readonly shardsHeapMiB: number;
  /** Without what its processes share, whose size is set. */
  readonly postgresMiB: number;
  readonly salesroomMiB: number;
  readonly databaseMiB: number;
  readonly serverFiles: number;
  readonly postgresFiles: number;
  /** Of each of its processes on average: how many there are goes with the connections that are open. */
  readonly postgresFilesEach: number;
  readonly salesroomFiles: number;
  readonly serverThreads: number;
  readonly postgresProcesses: number;
  readonly sockets: number;
  readonly subscriptions: number;
  /** Auctions and chat rooms that the shards have in memory. */
  readonly actors: number;
  readonly acceptedPerSecond: number;
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
  readonly hammers: number;
  readonly hammerMaxMs: number;
  readonly readP99Ms: number;
  /** Of the event loops of the server's gateway and of the salesroom. */
  readonly gatewayDelayP99Ms: number;
  readonly salesroomDelayP99Ms: number;
}

/** Looks at everything; with `isThorough`, garbage is collected first and what is left of memory is told. */
export async function takeSample(
  lotcast: Lotcast,
  salesroom: SalesroomProcess,
  atSeconds: number,
  isThorough: boolean,
): Promise<Sample> {
  const look = await salesroom.look();
  const metrics = await metricsOf(lotcast);
  const metric = (name: string) => metricSum(metrics, name);
  const { residentBytes, files, threads, postgresBytes, postgresFiles, postgresProcesses } =
    lotcast.holdings();
  const databaseBytes = await lotcast.databaseBytes();
  return {
    atSeconds,
    serverMiB: residentBytes / bytesPerMiB,
    keptMiB: isThorough ? (await lotcast.keptBytes()) / bytesPerMiB : null,
    gatewayHeapMiB: metric('nodejs_heap_size_used_bytes') / bytesPerMiB,
    shardsHeapMiB: metric('lotcast_shard_heap_bytes') / bytesPerMiB,
    postgresMiB: postgresBytes / bytesPerMiB,
    salesroomMiB: residentBytesOf(salesroom.pid) / bytesPerMiB,
    databaseMiB: databaseBytes / bytesPerMiB,
    serverFiles: files,
    postgresFiles,
    postgresFilesEach: postgresFiles / Math.max(1, postgresProcesses),
    salesroomFiles: openFilesOf(salesroom.pid),
    serverThreads: threads,
    postgresProcesses,
    sockets: metric('lotcast_sockets'),
    subscriptions: metric('lotcast_subscriptions'),
    actors: metric('lotcast_shard_actors'),
    acceptedPerSecond: look.acceptedBids / look.seconds,
    ackP50Ms: look.ackP50Ms,
    ackP99Ms: look.ackP99Ms,
    hammers: look.hammers,
    hammerMaxMs: look.hammerMaxMs,
    readP99Ms: look.readP99Ms,
    gatewayDelayP99Ms: 1_000 * metric('nodejs_eventloop_lag_p99_seconds'),
    salesroomDelayP99Ms: look.loopDelayP99Ms,
  };
}

async function metricsOf({ metricsUrl }: Lotcast): Promise<string> {
  if (metricsUrl === null) throw new Error('the server serves no metrics');
  const response = await fetch(metricsUrl);
  if (!response.ok) throw new Error(`the server's metrics could not be read: ${response.status}`);
  return response.text();
}
