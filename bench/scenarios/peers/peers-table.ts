import { type Cell, rowsTable, shortFigure } from '../../rows-table.ts';
import type { PeerRow, PeersFigures } from './peers-figures.ts';

const columns: ReadonlyArray<readonly [string, (row: PeerRow) => Cell]> = [
  ['', ({ name }) => name],
  ['bids/s', ({ bidsPerSecond }) => bidsPerSecond],
  [
    'Lotcast is',
    ({ lotcastRatio, lotcastRatioSpread: range }) =>
      lotcastRatio === null || range === null
        ? null
        : `${shortFigure(lotcastRatio)}x (${shortFigure(range.low)}-${shortFigure(range.high)})`,
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
  const made = rows.map(({ name, madeOf }) => `${name}: ${madeOf}`);
  return [rowsTable(columns, rows), '', ...made].join('\n');
}
