import { useSignal } from '@preact/signals';
import { AudioLines } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import type { AuctionState } from '../../../schema/auction/public.ts';
import type { LotRoom } from '../lot/lot-room.ts';
import { Poster } from '../lot/poster.tsx';
import { Stage } from '../lot/stage.tsx';
import { useOfLot } from '../lot/use-of-lot.ts';
import { t } from '../words/language.ts';
import { openPicture } from './lot-picture.ts';
import { Player } from './player.tsx';
import type { PosterKind } from './poster-of.ts';
import { posterOf } from './poster-of.ts';

interface LotStageProps {
  readonly room: LotRoom;
  readonly state: AuctionState;
  readonly isOver: boolean;
}

/** The stage as bidders see it: the seller's picture, or why there is none. */
export function LotStage({ room, state, isOver }: LotStageProps) {
  const picture = useOfLot(room.lotId, openPicture);
  const hasFrames = useSignal(false);
  const wasUp = useRef(false);
  wasUp.current ||= state.streamUp;
  useEffect(() => {
    if (state.streamUp) picture?.start();
    else if (!isOver) picture?.prepare();
  }, [picture, state.streamUp, isOver]);

  const poster = posterOf({
    isOver,
    streamUp: state.streamUp,
    wasUp: wasUp.current,
    isPausedByStream: state.paused?.cause === 'stream',
    hasFrames: hasFrames.value,
    isSoundOnly: picture?.isSoundOnly.value ?? false,
    watch: picture?.state.value ?? { kind: 'off' },
  });
  return (
    <Stage phase={state.phase} viewers={room.viewers.value}>
      {picture !== null && (
        <Player
          picture={picture}
          shows={poster === null ? 'picture' : poster.kind === 'soundOnly' ? 'sound' : 'nothing'}
          onFrames={(there) => {
            hasFrames.value = there;
          }}
        />
      )}
      {poster !== null && (
        <LotPoster
          poster={poster}
          isPaused={state.paused?.cause === 'stream'}
          onAgain={() => picture?.again()}
        />
      )}
    </Stage>
  );
}

interface LotPosterProps {
  readonly poster: PosterKind;
  readonly isPaused: boolean;
  readonly onAgain: () => void;
}

function LotPoster({ poster, isPaused, onAgain }: LotPosterProps) {
  const words = t.value.video;
  switch (poster.kind) {
    case 'dark':
      return <Poster title={t.value.lot.dark} />;
    case 'none':
      return <Poster title={t.value.lot.noPicture} text={t.value.lot.noPictureText} />;
    case 'coming':
      return <Poster title={words.coming} text={words.comingText} />;
    case 'soundOnly':
      return <Poster title={words.soundOnly} text={words.soundOnlyText} icon={AudioLines} />;
    case 'lost':
      return <Poster title={words.lost} text={isPaused ? words.lostPaused : words.lostText} />;
    case 'interrupted':
      return <Poster title={words.interrupted} text={words.interruptedText} />;
    case 'refused': {
      const mayHelp = poster.why === 'too_many_videos' || poster.why === 'failed';
      return (
        <Poster title={words.refused[poster.why]} text={words.refusedText[poster.why]}>
          {mayHelp && (
            <button type="button" class="button stage-again" data-testid="video-again" onClick={onAgain}>
              {t.value.page.tryAgain}
            </button>
          )}
        </Poster>
      );
    }
  }
}
