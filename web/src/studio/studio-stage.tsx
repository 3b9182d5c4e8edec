import { AudioLines } from 'lucide';
import { useEffect } from 'preact/hooks';
import type { AuctionState } from '../../../schema/auction/public.ts';
import type { LotRoom } from '../lot/lot-room.ts';
import { Poster } from '../lot/poster.tsx';
import { Stage } from '../lot/stage.tsx';
import { useOfLot } from '../lot/use-of-lot.ts';
import { t } from '../words/language.ts';
import { type Air, airOf } from './air.ts';
import { OwnPicture } from './own-picture.tsx';
import { openStudio } from './studio.ts';
import { StudioPanel } from './studio-panel.tsx';
import { sendThumbnails } from './thumbnails.ts';
import './studio.css';

/** The stage in the console: the seller's own camera as it is sent, and what turns it on and off. */
export function StudioStage({ room, state }: { readonly room: LotRoom; readonly state: AuctionState }) {
  const words = t.value.studio;
  const studio = useOfLot(room.lotId, openStudio);
  const isOver = !['draft', 'scheduled', 'live'].includes(state.phase);
  const track = studio?.picture.value ?? null;
  const air = airOf(state.streamUp, studio?.publish.value ?? { kind: 'off' });
  const isOnAir = air === 'on';
  useEffect(() => {
    if (isOnAir && track !== null) return sendThumbnails(room.lotId, track);
    return undefined;
  }, [room.lotId, isOnAir, track]);
  const hasSound = studio !== null && studio.sound.value !== null;
  const hasLostCamera =
    studio?.faults.value.some(({ source, kind }) => source === 'camera' && kind === 'ended') ?? false;
  const isDone = isOver && air === 'off' && track === null;
  return (
    <>
      <Stage phase={state.phase} viewers={room.viewers.value} mark={!isDone && <AirMark air={air} />}>
        {track !== null ? (
          <OwnPicture track={track} />
        ) : isDone ? (
          <Poster title={t.value.lot.dark} />
        ) : hasLostCamera ? (
          <Poster title={words.stageNoPicture} />
        ) : hasSound ? (
          <Poster title={words.stageSoundOnly} text={words.stageSoundOnlyText} icon={AudioLines} />
        ) : (
          <Poster title={words.stageOff} text={words.stageOffText} />
        )}
      </Stage>
      {studio !== null && !isDone && <StudioPanel studio={studio} air={air} />}
    </>
  );
}

function AirMark({ air }: { readonly air: Air }) {
  const words = t.value.studio;
  const said = {
    off: words.offAir,
    going: words.goingOn,
    back: words.comingBack,
    on: words.onAir,
    elsewhere: words.onAir,
  };
  return (
    <span class="air" data-testid="air" data-air={air} role="status">
      <span class="air-lamp" aria-hidden="true" />
      {said[air]}
    </span>
  );
}
