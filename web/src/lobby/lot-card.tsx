import { Eye, Video } from 'lucide';
import type { LotCard as Card } from '../../../schema/http.ts';
import { Countdown } from '../clock/countdown.tsx';
import { Rope } from '../clock/rope.tsx';
import { Icon } from '../look/icon.tsx';
import { paths } from '../routing/routes.ts';
import { t } from '../words/language.ts';
import { dateAndTime, dayAndTime, won } from '../words/spoken.ts';
import { CardPicture } from './card-picture.tsx';

const dayMs = 24 * 3_600_000;

/** A lot on the wall of clocks: its price, its time, and where it stands. */
export function LotCard({ card, viewers }: { readonly card: Card; readonly viewers: number }) {
  const { auction } = card;
  const words = t.value.lobby;
  const isOver = auction.phase !== 'live' && auction.phase !== 'scheduled' && auction.phase !== 'draft';
  return (
    <a
      class="card"
      href={auction.phase === 'draft' ? paths.console(card.id) : paths.lot(card.id)}
      data-testid="lot-card"
      data-lot={card.id}
      data-phase={auction.phase}
    >
      <Rope auction={auction} />
      {auction.streamUp && !isOver && <CardPicture lotId={card.id} />}
      <h3 class="card-title">{card.title}</h3>
      <p class="card-seller">
        {auction.streamUp && !isOver && (
          <span class="card-air" data-testid="card-on-air">
            <Icon of={Video} />
            {words.onAir}
          </span>
        )}
        {card.seller.name}
        {viewers > 0 && !isOver && (
          <span class="card-viewers figures" data-testid="card-viewers" data-count={viewers}>
            {' '}
            · <Icon of={Eye} /> {t.value.lot.viewers(viewers)}
          </span>
        )}
        {auction.bidCount > 0 && <span class="figures"> · {words.bids(auction.bidCount)}</span>}
      </p>
      <div class="card-now">
        <div>
          <span class="label">{priceLabel(card)}</span>
          <span class="card-price figures" data-testid="card-price">
            {won(auction.hammerPricePoints ?? auction.pricePoints ?? auction.startPoints)}
          </span>
        </div>
        <div class="card-time">
          {isOver ? (
            <span class="card-phase" data-phase={auction.phase}>
              {t.value.phases[auction.phase]}
            </span>
          ) : (
            <CardTime card={card} />
          )}
        </div>
      </div>
      {isOver && auction.endedAt !== null && (
        <p class="card-when">{words.endedAt(dateAndTime(auction.endedAt))}</p>
      )}
    </a>
  );
}

function CardTime({ card: { auction } }: { readonly card: Card }) {
  const words = t.value.lobby;
  if (auction.phase === 'scheduled' && (auction.startsAt ?? 0) - Date.now() > dayMs) {
    return <span class="card-date">{words.startsAt(dayAndTime(auction.startsAt ?? 0))}</span>;
  }
  const label =
    auction.paused !== null
      ? t.value.standing.paused
      : auction.phase === 'scheduled'
        ? words.startsIn
        : words.timeLeft;
  return (
    <>
      <span class="label">{label}</span>
      <Countdown auction={auction} testId="card-countdown" />
    </>
  );
}

function priceLabel({ auction }: Card): string {
  const words = t.value.lobby;
  if (auction.hammerPricePoints !== null) return words.hammerPrice;
  return auction.pricePoints === null ? words.startPrice : words.currentBid;
}
