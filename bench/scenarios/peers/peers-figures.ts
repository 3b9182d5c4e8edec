import type { BidRoundResult } from '../../generator/messages.ts';
import { median, spread } from '../../statistics/median.ts';
import type { Bout } from './bout.ts';
import type { Contender } from './contender.ts';

/** A contender's figures: medians of the rounds; null for what was not measured. */
export interface PeerRow {
  readonly name: string;
  readonly madeOf: string;
  readonly keeps: string;
  /** Bids decided a second, as fast as they are answered: accepted, or refused because others came first. */
  readonly bidsPerSecond: number;
  /** Lotcast's bids a second by this one's in the same round; null if it decided none in one. */
  readonly lotcastRatio: number | null;
  readonly lotcastRatioSpread: { readonly low: number; readonly high: number } | null;
  readonly refusedPercent: number;
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
  readonly deliveriesPerSecond: number;
  readonly hammerP99Ms: number;
  readonly hammersMissing: number;
  readonly cpuSecondsPer1000Bids: number;
  readonly residentMiB: number;
  /** Events that somebody who watched never got. */
  readonly lostEvents: number;
  readonly losing70PerSecond: number | null;
  readonly oneLotPerSecond: number | null;
  readonly pacedPerSecond: number | null;
  readonly pacedAckP50Ms: number | null;
  readonly pacedAckP99Ms: number | null;
  readonly goneAfterServerKilled: number | null;
  readonly goneAfterEverythingKilled: number | null;
}

export interface PeersFigures {
  /** Lotcast's bids a second by each peer's in the main part. */
  readonly ratios: Readonly<Record<string, number | null>>;
  readonly rows: readonly PeerRow[];
  readonly [more: string]: unknown;
}

/** Puts the rounds of all contenders together; Lotcast is the first. */
export function peersFigures(
  contenders: readonly Contender[],
  bouts: ReadonlyMap<string, readonly Bout[]>,
): PeersFigures {
  const own = bouts.get(contenders[0]?.name ?? '') ?? [];
  const rows = contenders.map((contender) => rowOf(contender, bouts.get(contender.name) ?? [], own));
  const ratios = Object.fromEntries(rows.slice(1).map(({ name, lotcastRatio }) => [name, lotcastRatio]));
  return { ratios, rows };
}

function rowOf({ name, madeOf, keeps }: Contender, bouts: readonly Bout[], own: readonly Bout[]): PeerRow {
  const saturated = bouts.map((bout) => bout.saturated);
  const ratios = bouts.map(
    (bout, n) => decidedPerSecond((own[n] as Bout).saturated) / decidedPerSecond(bout.saturated),
  );
  const isComparable = ratios.every(Number.isFinite);
  const middle = (figure: (round: BidRoundResult) => number, rounds: readonly BidRoundResult[] = saturated) =>
    median(rounds.map(figure));
  const part = (choose: (bout: Bout) => BidRoundResult | null, figure: (round: BidRoundResult) => number) => {
    const rounds = bouts.map(choose).filter((round) => round !== null);
    return rounds.length === 0 ? null : middle(figure, rounds);
  };
  const last = bouts.at(-1) as Bout;
  return {
    name,
    madeOf,
    keeps,
    bidsPerSecond: middle(decidedPerSecond),
    lotcastRatio: isComparable ? median(ratios) : null,
    lotcastRatioSpread: isComparable ? spread(ratios) : null,
    refusedPercent: middle(
      ({ otherRefused, acceptedBids }) => (100 * otherRefused) / Math.max(1, otherRefused + acceptedBids),
    ),
    ackP50Ms: middle(({ ack }) => ack.p50Ms),
    ackP99Ms: middle(({ ack }) => ack.p99Ms),
    deliveriesPerSecond: middle(({ deliveries, seconds }) => deliveries / seconds),
    hammerP99Ms: median(bouts.map(({ hammers }) => hammers.p99Ms)),
    hammersMissing: Math.max(...bouts.map(({ hammers }) => hammers.missing)),
    cpuSecondsPer1000Bids: median(
      bouts.map((bout) => (1_000 * bout.cpuSeconds) / Math.max(1, bout.cpuAnswers)),
    ),
    residentMiB: median(bouts.map(({ residentBytes }) => residentBytes / 2 ** 20)),
    lostEvents: Math.max(...bouts.map(({ lostEvents }) => lostEvents)),
    losing70PerSecond: part(({ losing }) => losing, decidedPerSecond),
    oneLotPerSecond: part(({ oneLot }) => oneLot, decidedPerSecond),
    pacedPerSecond: part(({ paced }) => paced, decidedPerSecond),
    pacedAckP50Ms: part(
      ({ paced }) => paced,
      ({ ack }) => ack.p50Ms,
    ),
    pacedAckP99Ms: part(
      ({ paced }) => paced,
      ({ ack }) => ack.p99Ms,
    ),
    goneAfterServerKilled: last.goneAfterServer,
    goneAfterEverythingKilled: last.goneAfterEverything,
  };
}

const decidedPerSecond = (round: BidRoundResult): number =>
  (round.acceptedBids + round.losingRefused + round.otherRefused) / round.seconds;
