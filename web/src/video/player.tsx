import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { Volume2 } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../look/icon.tsx';
import { t } from '../words/language.ts';
import { DelayBadge } from './delay-badge.tsx';
import { type Quality, wishedLayer } from './layers.ts';
import type { LotPicture } from './lot-picture.ts';
import { play } from './play.ts';
import { PictureControls, SoundControls } from './player-controls.tsx';
import { rungOfLayer, rungs } from './rungs.ts';
import { SoundChoice } from './sound.ts';
import { useReception } from './use-reception.ts';
import './player.css';

interface PlayerProps {
  readonly picture: LotPicture;
  /** What there is; anything but a picture has a poster over it. */
  readonly shows: 'picture' | 'sound' | 'nothing';
  /** Told whether there is something to see. */
  readonly onFrames: (there: boolean) => void;
}

const sound = new SoundChoice(localStorage);

/** The live picture with what it needs to be seen and heard. */
export function Player({ picture, shows, onFrames }: PlayerProps) {
  const words = t.value.video;
  const box = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const quality = useSignal<Quality>('auto');
  const heightPx = useSignal(0);
  const needsPress = useSignal(false);
  const stream = picture.stream.value;
  const isHeard = sound.isWanted.value && !needsPress.value;
  const wished = useComputed(() =>
    rungOfLayer(wishedLayer(quality.value, heightPx.value, window.devicePixelRatio)),
  );
  const arriving = useReception(picture, wished);

  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = stream;
    onFrames(false);
    if (stream === null) return;
    void play(element, sound.isWanted.peek()).then((isAsWished) => {
      needsPress.value = !isAsWished;
    });
  }, [stream]);

  useEffect(() => {
    if (video.current !== null) video.current.muted = !isHeard;
  }, [isHeard]);
  useSignalEffect(() => {
    const volume = sound.volume.value;
    if (video.current !== null) video.current.volume = volume;
  });

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => {
      heightPx.value = element.clientHeight;
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [heightPx]);
  useSignalEffect(() => {
    const layers = rungs[Math.min(wished.value, arriving.networkRung.value)];
    // Before it was measured, nothing is known of use.
    if (heightPx.value > 0 && layers !== undefined) picture.prefer(layers);
  });

  const seen = () => onFrames((video.current?.videoWidth ?? 0) > 0);
  const hear = (isWanted: boolean) => {
    needsPress.value = false;
    sound.choose(isWanted);
  };
  const asksToHear = shows === 'sound' ? !isHeard : shows === 'picture' && needsPress.value;
  return (
    <div ref={box} class="player" data-testid="player" data-shows={shows}>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody writes down what is said live */}
      <video
        ref={video}
        autoplay
        playsInline
        disableRemotePlayback
        aria-label={words.label}
        data-testid="video"
        onLoadedData={seen}
        onPlaying={seen}
        onResize={seen}
      />
      {asksToHear && (
        <button
          type="button"
          class="button lit player-hear"
          data-testid="video-hear"
          onClick={() => hear(true)}
        >
          <Icon of={Volume2} />
          {words.hear}
        </button>
      )}
      {shows !== 'nothing' && !(shows === 'sound' && asksToHear) && (
        <div class="player-foot">
          <SoundControls
            isHeard={isHeard}
            volume={sound.volume.value}
            onHear={hear}
            onVolume={(volume) => sound.setVolume(volume)}
          />
          {shows === 'picture' && <PictureControls video={video} quality={quality} size={arriving.size} />}
        </div>
      )}
      {shows === 'picture' && <DelayBadge picture={picture} arriving={arriving} />}
    </div>
  );
}
