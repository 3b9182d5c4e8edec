import { useEffect, useState } from 'preact/hooks';
import type { AuctionState } from '../../../schema/auction/public.ts';
import type { LotResult } from '../../../schema/http.ts';
import { getResult } from '../api/lots.ts';
import { Refusal } from '../api/request.ts';
import { paths } from '../routing/routes.ts';
import { t } from '../words/language.ts';
import { dateAndTime, won } from '../words/spoken.ts';
import type { LotRoom } from './lot-room.ts';
import { paddleName } from './paddle-name.ts';
import './result-panel.css';

/** After the hammer: the result large, in a few figures, and what happens next. */
export function ResultPanel({
  room,
  state,
  isSeller,
}: {
  room: LotRoom;
  state: AuctionState;
  isSeller: boolean;
}) {
  const result = useResult(room.lotId, state.phase);
  const standing = room.standing.value;
  const isSold = state.hammerPricePoints !== null;
  const tone = standing === 'won' ? 'yours' : standing === 'lost' ? 'against' : 'calm';
  const words = t.value.result;
  return (
    <section
      class="result"
      data-testid="result"
      data-phase={state.phase}
      data-tone={tone}
      aria-label={title(state)}
    >
      <p class="result-title">{title(state)}</p>
      {isSold && (
        <p class="result-price figures" data-testid="result-price" data-points={state.hammerPricePoints}>
          {won(state.hammerPricePoints ?? 0)}
        </p>
      )}
      {state.winner !== null && (
        <p class="result-winner" data-testid="result-winner">
          {words.soldTo(paddleName(state.winner))}
          {isSeller && result?.winner && ` · ${result.winner.name}`}
        </p>
      )}
      {standing === 'won' && <p class="result-yours">{words.wonTitle}</p>}
      <p class="result-next">{nextWords(room, state, isSeller, result)}</p>
      <dl class="result-facts figures">
        <Fact name={words.bids} value={String(state.bidCount)} />
        <Fact name={words.bidders} value={String(state.bidderCount)} />
        {(state.hammerPricePoints ?? 0) > state.startPoints && (
          <Fact name={words.rise} value={riseOf(state)} />
        )}
        {state.endedAt !== null && <Fact name={words.ended} value={dateAndTime(state.endedAt)} />}
      </dl>
      <a class="button" href={isSeller ? paths.sell : paths.lobby}>
        {isSeller ? words.listAgain : words.next}
      </a>
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function useResult(lotId: string, phase: AuctionState['phase']): LotResult | null {
  const [result, setResult] = useState<LotResult | null>(null);
  useEffect(() => {
    let isGone = false;
    getResult(lotId).then(
      (answer) => {
        if (!isGone) setResult(answer);
      },
      (error) => {
        // The panel stands without it: the name of the winner is all that it adds.
        if (!(error instanceof Refusal)) throw error;
      },
    );
    return () => {
      isGone = true;
    };
  }, [lotId, phase]);
  return result;
}

const riseOf = (state: AuctionState) => `+${won((state.hammerPricePoints ?? 0) - state.startPoints)}`;

function title({ phase }: AuctionState): string {
  const words = t.value.result;
  if (phase === 'unsold') return words.unsold;
  return phase === 'cancelled' ? words.cancelled : words.sold;
}

function nextWords(room: LotRoom, state: AuctionState, isSeller: boolean, result: LotResult | null): string {
  const words = t.value.result;
  if (state.phase === 'cancelled') {
    return state.endCause ? words.cancelledReason(state.endCause) : words.cancelledText;
  }
  if (state.phase === 'unsold') {
    return state.endCause === 'reserve_not_met' ? words.unsoldReserve : words.unsoldNoBids;
  }
  if (isSeller && state.winner !== null)
    return words.sellerText(result?.winner?.name ?? paddleName(state.winner));
  const cause = words.causes[state.endCause as keyof typeof words.causes] ?? words.watchedText;
  const standing = room.standing.value;
  if (standing === 'won') return words.wonText(room.lot.value?.seller.name ?? '');
  return standing === 'lost' ? `${cause} ${words.lostText}` : cause;
}
