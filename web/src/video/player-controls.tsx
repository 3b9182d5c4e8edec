import type { Signal } from '@preact/signals';
import { Maximize, Minimize, PictureInPicture2, Volume2, VolumeX } from 'lucide';
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../look/icon.tsx';
import { t } from '../words/language.ts';
import { type Quality, qualities } from './layers.ts';
import {
  enterFullScreen,
  hasFullScreen,
  hasSmallWindow,
  leaveFullScreen,
  toggleSmallWindow,
} from './screens.ts';
import { setVolume, volume } from './sound.ts';

interface PlayerControlsProps {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly isHeard: boolean;
  readonly quality: Signal<Quality>;
  readonly onHear: (isWanted: boolean) => void;
}

/** Sound, size and quality of the picture; on a screen with a pointer they come with it. */
export function PlayerControls({ video, isHeard, quality, onHear }: PlayerControlsProps) {
  const words = t.value.video;
  const isFull = useIsFullScreen();
  return (
    <div class="player-controls">
      <button
        type="button"
        class="player-button"
        data-testid="video-sound"
        aria-label={isHeard ? words.mute : words.unmute}
        title={isHeard ? words.mute : words.unmute}
        onClick={() => onHear(!isHeard)}
      >
        <Icon of={isHeard ? Volume2 : VolumeX} />
      </button>
      <input
        class="player-volume"
        type="range"
        min={0}
        max={1}
        step={0.05}
        aria-label={words.volume}
        data-testid="video-volume"
        value={isHeard ? volume.value : 0}
        onInput={(event) => {
          const next = event.currentTarget.valueAsNumber;
          onHear(next > 0);
          setVolume(next);
        }}
      />
      <select
        class="player-quality"
        aria-label={words.quality}
        title={words.quality}
        data-testid="video-quality"
        value={quality.value}
        onChange={(event) => {
          quality.value = event.currentTarget.value as Quality;
        }}
      >
        {qualities.map((one) => (
          <option key={one} value={one}>
            {words.qualities[one]}
          </option>
        ))}
      </select>
      {hasSmallWindow() && (
        <button
          type="button"
          class="player-button"
          data-testid="video-small-window"
          aria-label={words.smallWindow}
          title={words.smallWindow}
          onClick={() => video.current && void toggleSmallWindow(video.current)}
        >
          <Icon of={PictureInPicture2} />
        </button>
      )}
      {hasFullScreen() && (
        <button
          type="button"
          class="player-button"
          data-testid="video-full-screen"
          aria-label={isFull ? words.leaveFullScreen : words.fullScreen}
          title={isFull ? words.leaveFullScreen : words.fullScreen}
          onClick={() => {
            if (isFull) leaveFullScreen();
            else if (video.current) enterFullScreen(video.current);
          }}
        >
          <Icon of={isFull ? Minimize : Maximize} />
        </button>
      )}
    </div>
  );
}

function useIsFullScreen(): boolean {
  const [isFull, setFull] = useState(document.fullscreenElement !== null);
  useEffect(() => {
    const look = () => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, []);
  return isFull;
}
