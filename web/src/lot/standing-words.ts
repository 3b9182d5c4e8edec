import type { AuctionState, OwnStanding } from '../../../schema/auction/public.ts';
import type { LinkState } from '../connection/link.ts';
import { t } from '../words/language.ts';
import { dateAndTime, won } from '../words/spoken.ts';
import type { OwnBid } from './own-bids.ts';
import { paddleName } from './paddle-name.ts';
import type { Standing } from './standing.ts';

/** How the line under the price is coloured. */
export type Tone = 'calm' | 'yours' | 'against' | 'pending' | 'still';

/** What the line under the price says. */
export interface StandingWords {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
}

/** The answer of the latest bid, as long as it says more than the standing does. */
export function answerWords(bid: OwnBid | null, state: AuctionState, link: LinkState): StandingWords | null {
  const words = t.value.standing;
  if (bid === null) return null;
  const { outcome } = bid;
  if (outcome.kind === 'pending') {
    const text = link.kind === 'open' ? words.pendingText : words.pendingWaits;
    return { tone: 'pending', title: words.pending(won(bid.points)), text };
  }
  // A jump is a question, asked below, and nothing was refused for good.
  if (outcome.kind === 'refused' && outcome.code !== 'suspicious_jump') {
    const why = t.value.codes[outcome.code];
    const text = outcome.code === 'too_low' ? words.atLeast(won(state.minimumPoints)) : why;
    return { tone: 'against', title: outcome.code === 'too_low' ? why : words.refused, text };
  }
  return null;
}

/** Where the person stands, in words. */
export function standingWords(
  standing: Standing,
  state: AuctionState,
  own: OwnStanding | null,
  latest: OwnBid | null,
): StandingWords {
  const words = t.value.standing;
  const minimum = won(state.minimumPoints);
  const leader = state.leader === null ? null : paddleName(state.leader);
  if (state.paused !== null) {
    const { cause, reason } = state.paused;
    const text = reason === '' ? words.pausedBy[cause] : words.pausedReason(reason);
    return { tone: 'still', title: words.paused, text };
  }
  switch (standing) {
    case 'notOpen': {
      if (state.phase === 'draft') return { tone: 'calm', title: words.draft, text: words.draftText };
      const when = state.startsAt === null ? '' : dateAndTime(state.startsAt);
      return { tone: 'calm', title: words.scheduled, text: words.scheduledText(when) };
    }
    case 'leading': {
      const max = own?.leading === true ? own.maxPoints : null;
      const text =
        max !== null && max > (state.pricePoints ?? 0)
          ? words.leadingMax(won(max))
          : words.leadingText(leader ?? '');
      return { tone: 'yours', title: words.leading, text };
    }
    case 'outbid': {
      const isAtOnce = latest?.outcome.kind === 'accepted' && !latest.outcome.isLeading && !latest.isMax;
      const text =
        isAtOnce && latest.points === state.pricePoints
          ? words.outbidAtOnce(won(latest.points))
          : words.outbidText(leader ?? '', minimum);
      return {
        tone: 'against',
        title: words.outbid,
        text: leader === null ? words.noBidsText(minimum) : text,
      };
    }
    case 'ownLot':
      return {
        tone: 'calm',
        title: words.ownLot,
        text: leader === null ? words.ownLotNoBids : words.ownLotText(leader),
      };
    default:
      return leader === null
        ? { tone: 'calm', title: words.noBids, text: words.noBidsText(minimum) }
        : { tone: 'calm', title: words.othersLead(leader), text: t.value.lobby.bids(state.bidCount) };
  }
}
