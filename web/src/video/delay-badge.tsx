import { t } from '../words/language.ts';
import { delaySeconds } from './delay.ts';
import type { LotPicture } from './lot-picture.ts';
import type { ArrivingPicture } from './use-reception.ts';

interface DelayBadgeProps {
  readonly picture: LotPicture;
  readonly arriving: ArrivingPicture;
}

/** How late the picture is, as measured from the camera on: nothing while a part of the way is not known. */
export function DelayBadge({ picture, arriving }: DelayBadgeProps) {
  const words = t.value.video;
  const downDelayMs = arriving.downDelayMs.value;
  const upDelayMs = picture.upDelayMs.value;
  if (arriving.isStill.value) return <span class="player-badge">{words.still}</span>;
  if (downDelayMs === null || upDelayMs === null) return null;
  const delayMs = upDelayMs + downDelayMs;
  return (
    <span
      class="player-badge figures"
      data-testid="video-delay"
      data-delay-ms={Math.round(delayMs)}
      title={words.liveFromCamera}
    >
      <span class="player-lamp" aria-hidden="true" />
      {words.live(t.value.time.seconds(delaySeconds(delayMs)))}
    </span>
  );
}
