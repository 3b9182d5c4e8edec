import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { lastStretchMs } from '../clock/rule.ts';
import { later } from '../look/later.tsx';
import { Announcement } from '../page/announcement.tsx';
import { PageTitle } from '../page/page-title.tsx';
import { paths } from '../routing/routes.ts';
import { person } from '../session/person.ts';
import { LotStage } from '../video/lot-stage.tsx';
import { t } from '../words/language.ts';
import { stretchOfTime } from '../words/spoken.ts';
import { Announcer } from './announcer.tsx';
import { ownBids } from './bid-desk.ts';
import { BidPanel } from './bid-panel.tsx';
import { History } from './history.tsx';
import { enterLot, type LotRoom } from './lot-room.ts';
import { PriceCurve } from './price-curve.tsx';
import { ResultPanel } from './result-panel.tsx';
import { OverStage } from './stage.tsx';
import { useOfLot } from './use-of-lot.ts';
import './lot-page.css';

// The price and the bids come first, what is said follows.
const ChatPlace = later(async () => (await import('../chat/chat-place.tsx')).ChatPlace);
const PictureChat = later(async () => (await import('../chat/picture-chat.tsx')).PictureChat);

/** A lot as everyone sees it. */
export function LotPage({ lotId }: { readonly lotId: string }) {
  const room = useOfLot(lotId, enterLot);
  return room === null ? null : <LotView room={room} />;
}

/** The public view of a lot; the console shows the same with the seller's own stage and controls. */
export function LotView({
  room,
  stage,
  controls,
}: {
  readonly room: LotRoom;
  readonly stage?: ComponentChildren;
  readonly controls?: ComponentChildren;
}) {
  const words = t.value.lot;
  const view = room.view.value;
  const lot = room.lot.value;
  useEffect(() => () => ownBids.dismiss(room.lotId), [room]);

  if (room.isMissing.value) {
    return (
      <Announcement title={t.value.page.notFoundTitle} text={words.missing}>
        <a class="button lit" href={paths.lobby}>
          {t.value.page.toLots}
        </a>
      </Announcement>
    );
  }
  if (view === null && room.isHalted.value) {
    return <Announcement title={words.haltedTitle} text={words.halted} />;
  }
  if (view === null || lot === null) return <p class="waiting">{t.value.page.loading}</p>;

  const { state } = view;
  const isSeller = person.value?.id === state.sellerId;
  const isOver = !['draft', 'scheduled', 'live'].includes(state.phase);
  const hasChat = state.phase !== 'draft';
  return (
    <article class="lot" data-testid="lot" data-phase={state.phase} data-console={controls ? '' : undefined}>
      <div class="lot-stage">
        <OverStage.Provider value={hasChat && <PictureChat lot={room} />}>
          {stage ?? <LotStage room={room} state={state} isOver={isOver} />}
        </OverStage.Provider>
      </div>
      <div class="lot-words">
        <PageTitle class="lot-title" title={lot.title} />
        <p class="lot-facts">
          <span>{words.seller(lot.seller.name)}</span>
          {isSeller && controls === undefined && (
            <a class="lot-console" href={paths.console(room.lotId)}>
              {t.value.console.open}
            </a>
          )}
        </p>
        {!isOver && <p class="hint">{ruleWords(state.clock)}</p>}
      </div>
      <div class="lot-side">
        <div class="lot-panel">
          {room.isHalted.value && (
            <p class="fault" role="alert">
              {words.halted}
            </p>
          )}
          {isOver ? (
            <ResultPanel room={room} state={state} isSeller={isSeller} />
          ) : (
            <BidPanel room={room} state={state} isSeller={isSeller} />
          )}
        </div>
        {hasChat && (
          <div class="lot-chat">
            <ChatPlace lot={room} state={state} />
          </div>
        )}
      </div>
      <div class="lot-evening">
        {(state.phase === 'live' || isOver) && <PriceCurve room={room} state={state} />}
        {lot.description !== '' && (
          <section class="about">
            <h2>{words.description}</h2>
            <p>{lot.description}</p>
          </section>
        )}
      </div>
      <div class="lot-history">
        <History room={room} />
      </div>
      {controls}
      <Announcer room={room} />
    </article>
  );
}

function ruleWords(clock: Parameters<typeof lastStretchMs>[0]): string {
  const words = t.value.lot.rule;
  const stretch = stretchOfTime(lastStretchMs(clock) ?? 0);
  return clock.rule === 'fixed' ? words.fixed : words[clock.rule](stretch);
}
