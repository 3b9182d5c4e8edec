import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../words/language.ts';
import { type DelaySample, delayMsBetween, delaySeconds, sampleOf } from './delay.ts';
import type { LotPicture } from './lot-picture.ts';

const sampleEveryMs = 2_000;
/** Looks in a row without a new frame after which the picture is said to stand still. */
const stillAfter = 2;

/** How late the picture is, as measured; nothing while that is not known. */
export function DelayBadge({ picture }: { readonly picture: LotPicture }) {
  const words = t.value.video;
  const delayMs = useSignal<number | null>(null);
  const isStill = useSignal(false);
  useEffect(() => {
    let before: DelaySample | null = null;
    let without = 0;
    const look = async () => {
      const report = await picture.stats();
      const sample = report === null ? null : sampleOf([...report.values()]);
      if (sample !== null && before !== null) {
        without = sample.framesDecoded === before.framesDecoded ? without + 1 : 0;
        isStill.value = without >= stillAfter;
        delayMs.value = delayMsBetween(before, sample);
      }
      before = sample;
    };
    void look();
    const timer = setInterval(() => void look(), sampleEveryMs);
    return () => clearInterval(timer);
  }, [picture, delayMs, isStill]);

  if (isStill.value) return <span class="player-badge">{words.still}</span>;
  if (delayMs.value === null) return null;
  return (
    <span
      class="player-badge figures"
      data-testid="video-delay"
      data-delay-ms={Math.round(delayMs.value)}
      title={words.liveHint}
    >
      <span class="player-lamp" aria-hidden="true" />
      {words.live(t.value.time.seconds(delaySeconds(delayMs.value)))}
    </span>
  );
}
