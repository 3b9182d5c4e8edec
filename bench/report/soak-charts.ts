import type { Sample } from '../scenarios/soak/sample.ts';
import { secondHalfFrom } from '../scenarios/soak/verdict.ts';
import type { SoakFigures } from '../scenarios/soak.ts';
import type { Line, LineChart } from './line-chart.ts';

const secondsPerMinute = 60;

/** What a long run held and how fast it answered, over its minutes. */
export function soakCharts({ samples }: SoakFigures): LineChart[] {
  const line = (label: string, figure: keyof Sample): Line => ({
    label,
    points: samples.flatMap((sample) => {
      const value = sample[figure];
      return value === null ? [] : [[sample.atSeconds / secondsPerMinute, value] as const];
    }),
  });
  const judgedFrom = secondHalfFrom(samples) / secondsPerMinute;
  return [
    {
      name: 'soak-memory',
      title: 'Memory and disk',
      unit: 'MiB',
      xUnit: 'minutes',
      judgedFrom,
      lines: [
        line('server', 'serverMiB'),
        line('without garbage', 'keptMiB'),
        line("PostgreSQL's own", 'postgresMiB'),
        line('load generator', 'salesroomMiB'),
        line('database on disk', 'databaseMiB'),
      ],
    },
    {
      name: 'soak-handles',
      title: 'Open files, threads, actors',
      unit: 'count',
      xUnit: 'minutes',
      judgedFrom,
      lines: [
        line("server's files", 'serverFiles'),
        line("PostgreSQL's files", 'postgresFiles'),
        line("server's threads", 'serverThreads'),
        line('subscriptions', 'subscriptions'),
        line('actors', 'actors'),
      ],
    },
    {
      name: 'soak-latencies',
      title: 'Answers, hammers and event loops, in each five seconds',
      unit: 'ms',
      xUnit: 'minutes',
      isLogarithmic: true,
      lines: [
        line('answer p50', 'ackP50Ms'),
        line('answer p99', 'ackP99Ms'),
        line('latest hammer', 'hammerMaxMs'),
        line('gateway late p99', 'gatewayDelayP99Ms'),
        line('generator late p99', 'salesroomDelayP99Ms'),
      ],
    },
  ];
}
