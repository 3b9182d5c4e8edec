import type { PeerRow, PeersFigures } from './peers-figures.ts';

type Cell = string | number | null;

const columns: ReadonlyArray<readonly [string, (row: PeerRow) => Cell]> = [
  ['', ({ name }) => name],
  ['bids/s', ({ bidsPerSecond }) => bidsPerSecond],
  [
    'Lotcast is',
    ({ lotcastRatio, lotcastRatioSpread: range }) =>
      lotcastRatio === null || range === null
        ? null
        : `${short(lotcastRatio)}x (${short(range.low)}-${short(range.high)})`,
  ],
  ['ack p50 ms', ({ ackP50Ms }) => ackP50Ms],
  ['p99', ({ ackP99Ms }) => ackP99Ms],
  ['deliveries/s', ({ deliveriesPerSecond }) => deliveriesPerSecond],
  [
    'hammer p99 ms',
    ({ hammerP99Ms, hammersMissing }) => (hammersMissing > 0 ? `${hammersMissing} missing` : hammerP99Ms),
  ],
  ['CPU s/1000', ({ cpuSecondsPer1000Bids }) => cpuSecondsPer1000Bids],
  ['MiB', ({ residentMiB }) => residentMiB],
  ['70 % losing', ({ losing70PerSecond }) => losing70PerSecond],
  ['one lot', ({ oneLotPerSecond }) => oneLotPerSecond],
  ['at 2,000/s: p50', ({ pacedAckP50Ms }) => pacedAckP50Ms],
  ['p99', ({ pacedAckP99Ms }) => pacedAckP99Ms],
  ['gone: server', ({ goneAfterServerKilled }) => goneAfterServerKilled],
  ['all', ({ goneAfterEverythingKilled }) => goneAfterEverythingKilled],
  ['keeps', ({ keeps }) => keeps],
];

/** One line for each contender, and below it what they are made of. */
export function peersTable({ rows }: PeersFigures): string {
  const lines = [
    columns.map(([title]) => title),
    ...rows.map((row) => columns.map(([, cell]) => text(cell(row)))),
  ];
  const widths = columns.map((_, n) => Math.max(...lines.map((line) => (line[n] as string).length)));
  const isText = (n: number) => n === 0 || n === columns.length - 1;
  const table = lines.map((line) =>
    line
      .map((cell, n) => (isText(n) ? cell.padEnd(widths[n] as number) : cell.padStart(widths[n] as number)))
      .join('  ')
      .trimEnd(),
  );
  const made = rows.map(({ name, madeOf }) => `${name}: ${madeOf}`);
  return [...table, '', ...made].join('\n');
}

const text = (cell: Cell): string => (cell === null ? '-' : typeof cell === 'number' ? short(cell) : cell);

function short(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
