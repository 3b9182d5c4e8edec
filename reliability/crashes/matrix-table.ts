import type { Spread } from '../statistics.ts';
import { textTable } from '../table.ts';
import { faults } from './faults/index.ts';
import type { MatrixRow } from './matrix.ts';

const headings = [
  'kind',
  'database',
  'times',
  'acknowledged',
  'lost',
  'doubled',
  'out of order',
  'wrong winners',
  'other',
  'bids again ms p50/max',
  'stood still ms p50/max',
  'not given back ms p50/max',
  'confirmed',
  'messages lost',
  'doubled',
  'out of order',
  'messages again ms p50/max',
  'back',
];

/** The matrix for people to read. */
export function matrixTable(rows: readonly MatrixRow[]): string {
  const cells = rows.map((row) => {
    const {
      lost,
      doubled,
      disordered,
      wrongWinner,
      messagesLost,
      messagesDoubled,
      messagesDisordered,
      ...others
    } = row.counts;
    const other = Object.values(others).reduce((sum, count) => sum + count, 0);
    return [
      row.kind,
      row.database,
      row.times,
      row.acknowledged,
      lost,
      doubled,
      disordered,
      wrongWinner,
      other,
      spread(row.bidsAgainMs),
      spread(row.standstillMs),
      spread(row.notGivenBackMs),
      row.confirmed,
      messagesLost,
      messagesDoubled,
      messagesDisordered,
      spread(row.messagesAgainMs),
      row.leftOut ?? howBack(row),
    ];
  });
  return textTable(headings, cells);
}

function howBack({ kind, database, restarts, notes }: MatrixRow): string {
  const back = restarts === 0 ? 'by itself' : `${restarts} restarts by the supervisor`;
  const expected = restarts === 0 || faults[kind].supervised[database] ? back : `${back} (unexpected)`;
  return [expected, ...Object.entries(notes).map(([note, count]) => `${count} × ${note}`)].join('; ');
}

const spread = (values: Spread | null): string =>
  values === null ? '–' : `${Math.round(values.p50)}/${Math.round(values.max)}`;
