import { useEffect, useRef } from 'preact/hooks';
import { t } from '../words/language.ts';

/** The own picture as it leaves this device; a camera that faces oneself is shown as a mirror would. */
export function OwnPicture({ track }: { readonly track: MediaStreamTrack }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = new MediaStream([track]);
    void element.play().catch(() => {});
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  return (
    <video
      ref={video}
      class="own-picture"
      autoplay
      playsInline
      muted
      aria-label={t.value.studio.ownPicture}
      data-testid="own-picture"
      data-mirrored={track.getSettings().facingMode === 'user' ? '' : undefined}
    />
  );
}
