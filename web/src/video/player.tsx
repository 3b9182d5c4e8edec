import { useSignal } from '@preact/signals';
import { Volume2 } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../look/icon.tsx';
import { t } from '../words/language.ts';
import { DelayBadge } from './delay-badge.tsx';
import { layerFor, type Quality } from './layers.ts';
import type { LotPicture } from './lot-picture.ts';
import { play } from './play.ts';
import { PlayerControls } from './player-controls.tsx';
import { setWantsSound, volume, wantsSound } from './sound.ts';
import './player.css';

interface PlayerProps {
  readonly picture: LotPicture;
  /** False while a poster stands over it. */
  readonly isShown: boolean;
  /** Told whether there is something to see. */
  readonly onFrames: (there: boolean) => void;
}

/** The live picture with what it needs to be seen and heard. */
export function Player({ picture, isShown, onFrames }: PlayerProps) {
  const words = t.value.video;
  const box = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const quality = useSignal<Quality>('auto');
  const needsPress = useSignal(false);
  const stream = picture.stream.value;
  const isHeard = wantsSound.value && !needsPress.value;

  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = stream;
    onFrames(false);
    if (stream === null) return;
    void play(element, wantsSound.peek()).then((isAsWished) => {
      needsPress.value = !isAsWished;
    });
  }, [stream]);

  useEffect(() => {
    if (video.current !== null) video.current.muted = !isHeard;
  }, [isHeard]);
  useEffect(() => {
    if (video.current !== null) video.current.volume = volume.value;
  }, [volume.value]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const choose = () =>
      picture.prefer(layerFor(quality.value, element.clientHeight, window.devicePixelRatio));
    choose();
    const observer = new ResizeObserver(choose);
    observer.observe(element);
    return () => observer.disconnect();
  }, [picture, quality.value]);

  const seen = () => onFrames((video.current?.videoWidth ?? 0) > 0);
  const setHeard = (isWanted: boolean) => {
    needsPress.value = false;
    setWantsSound(isWanted);
  };
  return (
    <div ref={box} class="player" data-testid="player" data-shown={isShown ? '' : undefined}>
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
      {isShown && (
        <>
          {needsPress.value && (
            <button
              type="button"
              class="button lit player-hear"
              data-testid="video-hear"
              onClick={() => setHeard(true)}
            >
              <Icon of={Volume2} />
              {words.hear}
            </button>
          )}
          <div class="player-foot">
            <PlayerControls video={video} isHeard={isHeard} quality={quality} onHear={setHeard} />
            <DelayBadge picture={picture} />
          </div>
        </>
      )}
    </div>
  );
}
