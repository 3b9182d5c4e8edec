import { signal, useSignal } from '@preact/signals';
import { ChevronDown, ChevronUp, Keyboard } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import type { AuctionState } from '../../../schema/auction/public.ts';
import { limits } from '../../../schema/limits.ts';
import { Countdown } from '../clock/countdown.tsx';
import { remainingMsOf } from '../clock/remaining.ts';
import { Rope } from '../clock/rope.tsx';
import { connectionState, serverClock } from '../connection/room.ts';
import { Icon } from '../look/icon.tsx';
import { ensureSignedIn } from '../session/person.ts';
import { t } from '../words/language.ts';
import { won } from '../words/spoken.ts';
import { AmountForm } from './amount-form.tsx';
import { ownBids } from './bid-desk.ts';
import { BuyNow } from './buy-now.tsx';
import { ClockChangeFlight } from './clock-change-flight.tsx';
import { effectWords } from './effect-words.ts';
import { JumpQuestion } from './jump-question.tsx';
import { KeysHelp } from './keys-help.tsx';
import type { LotRoom } from './lot-room.ts';
import { Price } from './price.tsx';
import { QuickBidButtons } from './quick-bid-buttons.tsx';
import { effectOf } from './quick-bids.ts';
import { answerWords, standingWords } from './standing-words.ts';
import { TimeLabel } from './time-label.tsx';
import { hasTyped } from './typed-amounts.ts';
import { useBidKeys } from './use-bid-keys.ts';
import './bid-panel.css';

/** The rostrum: price, time, where one stands, and the bids. On a phone it lies under the thumb. */
export function BidPanel({
  room,
  state,
  isSeller,
}: {
  room: LotRoom;
  state: AuctionState;
  isSeller: boolean;
}) {
  const words = t.value.bid;
  const [showsMore] = useState(() => signal(hasTyped(room.lotId)));
  const showsKeys = useSignal(false);
  const panel = useRef<HTMLElement>(null);
  const ownInput = useRef<HTMLInputElement>(null);
  const maxInput = useRef<HTMLInputElement>(null);

  const standing = room.standing.value ?? 'watching';
  const own = room.own.value;
  const latest = ownBids.latest.value.get(room.lotId) ?? null;
  const isPending = latest?.outcome.kind === 'pending';
  const isOpen = state.phase === 'live' && state.paused === null && !isSeller;
  const isLeading = standing === 'leading';
  const isRefused = latest?.outcome.kind === 'refused';
  const said =
    // A refusal is old news once the person leads.
    (isRefused && isLeading && latest.outcome.kind === 'refused' && latest.outcome.code === 'too_low'
      ? null
      : answerWords(latest, state, connectionState.value)) ?? standingWords(standing, state, own, latest);
  const acceptedPoints = latest?.outcome.kind === 'accepted' ? latest.points : null;
  const asksJump =
    latest?.outcome.kind === 'refused' && latest.outcome.code === 'suspicious_jump' ? latest : null;

  const bid = async (points: number, isMax: boolean, isConfirmed = false) => {
    if (!(await ensureSignedIn())) return;
    ownBids.place({ lotId: room.lotId, points, isMax, isConfirmed });
  };
  const openMore = (input: 'own' | 'max') => {
    showsMore.value = true;
    const focus = () => (input === 'own' ? ownInput : maxInput).current?.focus();
    // Whoever types on at once must not bid with the digits, so a field that is open takes them now.
    focus();
    // A folded one is there after the next render.
    requestAnimationFrame(focus);
  };
  useBidKeys({
    quick: (n) => panel.current?.querySelectorAll<HTMLButtonElement>('.quick-bid')[n]?.click(),
    own: () => openMore('own'),
    max: () => openMore('max'),
    help: () => {
      showsKeys.value = !showsKeys.value;
    },
  });

  const remarkOwn = (points: number | null) => {
    if (points === null) return { text: words.belowMinimum(won(state.minimumPoints)), isFault: false };
    if (points < state.minimumPoints)
      return { text: words.belowMinimum(won(state.minimumPoints)), isFault: true };
    const leftMs = remainingMsOf(state, serverClock.nowMs()) ?? state.clock.durationMs;
    return { text: effectWords(effectOf(state, points, leftMs)), isFault: false };
  };
  const remarkMax = (points: number | null) => {
    const ownMax = isLeading ? (own?.maxPoints ?? null) : null;
    if (points === null) return { text: words.maxHint, isFault: false };
    if (ownMax !== null && points <= ownMax) return { text: words.belowOwnMax(won(ownMax)), isFault: true };
    if (ownMax === null && points < state.minimumPoints) {
      return { text: words.belowMinimum(won(state.minimumPoints)), isFault: true };
    }
    return { text: words.maxHint, isFault: false };
  };

  return (
    <section ref={panel} class="panel" aria-label={t.value.lot.bidding} data-tone={said.tone}>
      <Rope auction={state} />
      <ClockChangeFlight room={room} />
      <div class="panel-now">
        <Price state={state} />
        <div class="panel-time">
          <TimeLabel state={state} />
          <Countdown auction={state} testId="countdown" />
        </div>
      </div>
      <p class="standing" data-testid="standing" data-standing={standing} data-tone={said.tone}>
        <strong>{said.title}</strong>
        <span>{said.text}</span>
      </p>
      {isSeller && <p class="label panel-view">{words.publicView}</p>}
      {asksJump !== null ? (
        <JumpQuestion
          points={asksJump.points}
          minimumPoints={state.minimumPoints}
          onYes={() => bid(asksJump.points, asksJump.isMax, true)}
          onNo={() => ownBids.dismiss(room.lotId)}
        />
      ) : (
        <QuickBidButtons
          room={room}
          isClosed={!isOpen || isLeading}
          pendingPoints={isPending && !latest.isMax ? latest.points : null}
          onBid={(points) => bid(points, false)}
        />
      )}
      {!isSeller && (
        <div class="panel-more" data-open={showsMore.value ? '' : undefined}>
          <div class="panel-more-head">
            <button
              type="button"
              class="button plain panel-more-toggle"
              data-testid="more-bids"
              aria-expanded={showsMore.value}
              onClick={() => {
                showsMore.value = !showsMore.value;
              }}
            >
              <Icon of={showsMore.value ? ChevronDown : ChevronUp} />
              {words.more}
            </button>
            <button
              type="button"
              class="button plain panel-keys"
              aria-expanded={showsKeys.value}
              aria-keyshortcuts="?"
              onClick={() => {
                showsKeys.value = true;
              }}
            >
              <Icon of={Keyboard} />
              {words.keys}
            </button>
          </div>
          <div class="panel-more-forms">
            <AmountForm
              lotId={room.lotId}
              name="own"
              label={words.own}
              submit={words.ownSubmit}
              isClosed={!isOpen || isLeading}
              remark={remarkOwn}
              onSubmit={(points) => bid(points, false)}
              acceptedPoints={acceptedPoints}
              inputRef={ownInput}
            />
            <AmountForm
              lotId={room.lotId}
              name="max"
              label={words.max}
              submit={words.maxSubmit}
              isClosed={!isOpen}
              remark={remarkMax}
              onSubmit={(points) => bid(points, true)}
              acceptedPoints={acceptedPoints}
              inputRef={maxInput}
            />
            {state.buyNowPoints !== null && state.buyNowPoints <= limits.maxPoints && (
              <BuyNow
                points={state.buyNowPoints}
                isClosed={!isOpen || isLeading}
                onBuy={() => bid(state.buyNowPoints ?? 0, false, true)}
              />
            )}
          </div>
        </div>
      )}
      {showsKeys.value && (
        <KeysHelp
          onClose={() => {
            showsKeys.value = false;
          }}
        />
      )}
    </section>
  );
}
