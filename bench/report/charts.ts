import type { Figures } from '../scenario.ts';
import type { PeerRow, PeersFigures } from '../scenarios/peers/peers-figures.ts';
import type { ScalePoint } from '../scenarios/scale.ts';
import type { SoakFigures } from '../scenarios/soak.ts';
import type { Bar, BarChart } from './bar-chart.ts';
import type { Chart } from './chart.ts';
import { numberText } from './drawing.ts';
import { soakCharts } from './soak-charts.ts';
import type { StoredRun } from './stored-runs.ts';

/** What is drawn of a scenario: of its latest run, and of those before it. */
type Draw = (figures: Figures, history: readonly StoredRun[]) => readonly Chart[];

/** Charts by scenario, in the order of the report. */
export const charts: Readonly<Record<string, Draw>> = {
  peers: (figures) => peerCharts((figures as PeersFigures).rows),
  bids: (figures, history) => [
    {
      name: 'bids',
      title: 'Valid raises decided, and a bare echo of the same messages',
      unit: 'a second',
      bars: [own('bids', figures.bidsPerSecond), bar('echo', figures.echoPerSecond)],
    },
    {
      name: 'bids-ratio',
      title: 'Bids by echoes, in the latest runs with the usual settings',
      unit: '',
      goal: 0.55,
      bars: history
        .filter(isUsual)
        .slice(-12)
        .map((run) => own(run.at, run.figures.ratioToEcho)),
    },
  ],
  scale: (figures) => [
    ...scaleCharts('auctions', 'auctions', figures),
    ...scaleCharts('sockets', 'sockets', figures),
    ...scaleCharts('events', 'events in the auction before', figures),
  ],
  soak: (figures) => soakCharts(figures as SoakFigures),
  close: (figures) => [
    {
      name: 'close',
      title: 'How late the hammer falls while other auctions take bids',
      unit: 'ms',
      goal: 10,
      bars: percentiles(figures, 'lateness'),
    },
  ],
  recover: (figures) => [
    {
      name: 'recover',
      title: 'From starting a killed server',
      unit: 's',
      goal: 3,
      bars: [
        own('it listens', figures.secondsToListening),
        own('first accepted bid', figures.secondsToFirstBid),
      ],
    },
  ],
  fanout: (figures) => [
    {
      name: 'fanout',
      title: 'One lot in front of a crowd: answers to bidders',
      unit: 'ms',
      bars: [
        own('p50', figures.ackP50Ms),
        own('p99', figures.ackP99Ms),
        bar('bare publisher, p50', figures.echoP50Ms),
        bar('bare publisher, p99', figures.echoP99Ms),
      ],
    },
  ],
  mixed: (figures) => [
    {
      name: 'mixed',
      title: 'Everything at once: answers and hammers',
      unit: 'ms',
      bars: [
        own('answer, p50', figures.ackP50Ms),
        own('answer, p99', figures.ackP99Ms),
        own('hammer, p50', figures.latenessP50Ms),
        own('hammer, p99', figures.latenessP99Ms),
      ],
    },
  ],
  'video-latency': (figures) => [
    {
      name: 'video-latency',
      title: 'Age of a picture when it is seen',
      unit: 'ms',
      goal: 100,
      bars: [
        own('through the server, p50', figures.sfuP50Ms),
        own('through the server, p95', figures.sfuP95Ms),
        bar('directly, p50', figures.directP50Ms),
        bar('directly, p95', figures.directP95Ms),
      ],
    },
  ],
  'video-fanout': (figures) => [
    {
      name: 'video-fanout',
      title: 'Media workers with viewers of one lot',
      unit: '% of the machine',
      bars: (figures.steps as ReadonlyArray<{ viewers: number; cpuPercentOfMachine: number }>).map((step) =>
        own(`${step.viewers} viewers`, step.cpuPercentOfMachine),
      ),
    },
  ],
  'video-join': (figures) => [
    {
      name: 'video-join',
      title: 'From joining to the first packet, all within a second',
      unit: 'ms',
      goal: 1_000,
      bars: [own('p50', figures.p50JoinMs), own('p95', figures.p95JoinMs), own('longest', figures.maxJoinMs)],
    },
  ],
};

/** Whether bids came as fast as they were answered, one in flight, all of them raises. */
function isUsual({ figures }: StoredRun): boolean {
  const { rate, losing, inFlight } = figures.settings as Readonly<Record<string, unknown>>;
  return rate === null && losing === 0 && inFlight === 1;
}

function peerCharts(rows: readonly PeerRow[]): BarChart[] {
  const of = (figure: (row: PeerRow) => number | null, note?: (row: PeerRow) => string | undefined): Bar[] =>
    rows.flatMap((row) => {
      const value = figure(row);
      const said = note?.(row);
      if (value === null || !Number.isFinite(value)) return [];
      return [
        {
          label: row.name,
          value,
          isOwn: row.name === 'lotcast',
          ...(said === undefined ? {} : { note: said }),
        },
      ];
    });
  const ratio = ({ name, lotcastRatio }: PeerRow) =>
    name === 'lotcast' || lotcastRatio === null ? undefined : `(1 : ${lotcastRatio.toFixed(1)})`;
  const all: BarChart[] = [
    {
      name: 'peers-bids',
      title: 'Bids decided, 1,000 sockets on 100 auctions',
      unit: 'a second',
      isLogarithmic: true,
      bars: of(({ bidsPerSecond }) => bidsPerSecond, ratio),
    },
    {
      name: 'peers-hammer',
      title: 'Hammer seen late meanwhile, 99 of 100 within',
      unit: 'ms',
      isLogarithmic: true,
      bars: of(
        ({ hammerP99Ms }) => hammerP99Ms,
        ({ hammersMissing }) => (hammersMissing > 0 ? `, ${hammersMissing} missing` : undefined),
      ),
    },
    {
      name: 'peers-paced',
      title: 'Answers at 2,000 bids a second, 99 of 100 within',
      unit: 'ms',
      isLogarithmic: true,
      bars: of(({ pacedAckP99Ms }) => pacedAckP99Ms),
    },
    {
      name: 'peers-cpu',
      title: 'CPU for 1,000 bids, server and store',
      unit: 's',
      isLogarithmic: true,
      bars: of(({ cpuSecondsPer1000Bids }) => cpuSecondsPer1000Bids),
    },
    {
      name: 'peers-gone',
      title: 'Acknowledged bids that were gone after server and store were killed',
      unit: 'bids',
      bars: of(
        ({ goneAfterEverythingKilled }) => goneAfterEverythingKilled,
        ({ keeps }) => `(keeps ${keeps.replace('before every acknowledgement', 'each')})`,
      ),
    },
  ];
  return all.filter(({ bars }) => bars.length > 0);
}

/** Bids and answers by how much there is of something. */
function scaleCharts(name: string, what: string, figures: Figures): BarChart[] {
  const points = figures[name] as readonly ScalePoint[];
  return [
    {
      name: `scale-${name}`,
      title: `Bids decided, by ${what}`,
      unit: 'a second',
      bars: points.map(({ count, bidsPerSecond, cpuUsPerBid }) => ({
        ...own(numberText(count), bidsPerSecond),
        note: `(${numberText(cpuUsPerBid)} us of CPU each)`,
      })),
    },
    {
      name: `scale-${name}-p99`,
      title: `Answers, 99 of 100 within, by ${what}`,
      unit: 'ms',
      bars: points.map(({ count, ackP99Ms, ackP50Ms }) => ({
        ...own(numberText(count), ackP99Ms),
        note: `(half within ${numberText(ackP50Ms)})`,
      })),
    },
  ];
}

const bar = (label: string, value: unknown): Bar => ({ label, value: Number(value ?? 0) });
const own = (label: string, value: unknown): Bar => ({ ...bar(label, value), isOwn: true });

function percentiles(figures: Figures, name: string): Bar[] {
  return (['P50', 'P99', 'Max'] as const).map((part) => own(part.toLowerCase(), figures[`${name}${part}Ms`]));
}
