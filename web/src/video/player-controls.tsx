import type { ReadonlySignal, Signal } from '@preact/signals';
import { Maximize, Minimize, PictureInPicture2, Volume2, VolumeX } from 'lucide';
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../words/language.ts';
import { type Quality, qualities } from './layers.ts';
import type { PictureSize } from './picture-size.ts';
import { PlayerButton } from './player-button.tsx';
import {
  enterFullScreen,
  hasFullScreen,
  hasSmallWindow,
  leaveFullScreen,
  toggleSmallWindow,
} from './screens.ts';

interface SoundControlsProps {
  readonly isHeard: boolean;
  readonly volume: number;
  readonly onHear: (isWanted: boolean) => void;
  readonly onVolume: (volume: number) => void;
}

/** Turns the sound on, which is always offered, and off. */
export function SoundControls({ isHeard, volume, onHear, onVolume }: SoundControlsProps) {
  const words = t.value.video;
  return (
    <div class="player-controls" data-quiet={isHeard ? undefined : ''}>
      <PlayerButton
        icon={isHeard ? Volume2 : VolumeX}
        label={isHeard ? words.mute : words.unmute}
        hasWords={!isHeard}
        testId="video-sound"
        onPress={() => onHear(!isHeard)}
      />
      {isHeard && (
        <input
          class="player-volume"
          type="range"
          min={0}
          max={1}
          step={0.05}
          aria-label={words.volume}
          data-testid="video-volume"
          value={volume}
          onInput={(event) => onVolume(event.currentTarget.valueAsNumber)}
        />
      )}
    </div>
  );
}

interface PictureControlsProps {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly quality: Signal<Quality>;
  readonly size: ReadonlySignal<PictureSize | null>;
}

/** Size and quality of the picture. */
export function PictureControls({ video, quality, size }: PictureControlsProps) {
  const words = t.value.video;
  const shown = size.value;
  const isFull = useIsFullScreen();
  return (
    <div class="player-controls">
      <select
        class="player-quality"
        aria-label={words.quality}
        title={shown === null ? words.quality : words.shown(shown.heightPx, shown.framesPerSecond)}
        data-testid="video-quality"
        data-height-px={shown?.heightPx}
        data-frames-per-second={shown?.framesPerSecond}
        value={quality.value}
        onChange={(event) => {
          quality.value = event.currentTarget.value as Quality;
        }}
      >
        {qualities.map((one) => (
          <option key={one} value={one}>
            {words.qualities[one]}
            {one === quality.value && shown !== null && ` · ${shown.heightPx}p`}
          </option>
        ))}
      </select>
      {hasSmallWindow() && (
        <PlayerButton
          icon={PictureInPicture2}
          label={words.smallWindow}
          testId="video-small-window"
          onPress={() => video.current && void toggleSmallWindow(video.current)}
        />
      )}
      {hasFullScreen() && (
        <PlayerButton
          icon={isFull ? Minimize : Maximize}
          label={isFull ? words.leaveFullScreen : words.fullScreen}
          testId="video-full-screen"
          onPress={() => {
            if (isFull) leaveFullScreen();
            else if (video.current) enterFullScreen(video.current);
          }}
        />
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
