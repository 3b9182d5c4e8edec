import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { ClockRule } from '../../../schema/auction/spec.ts';
import { ropeShare } from '../clock/rope-share.ts';
import { afterEffectMs, type ClockEffect, clockEffect } from '../clock/rule.ts';
import { formatCountdown, formatDuration } from '../words/countdown.ts';
import { t } from '../words/language.ts';
import { stretchOfTime, won } from '../words/spoken.ts';

const mostSteps = 20;

/** The clock to play with: drag the raise, and see which piece of the rope burns. */
export function ClockPreview({
  clock,
  stepPoints,
}: {
  readonly clock: ClockRule;
  readonly stepPoints: number;
}) {
  const words = t.value.sell;
  const steps = useSignal(5);
  const leftThousandth = useSignal(450);
  const raiseId = useId();
  const leftId = useId();
  const leftMs = Math.round((clock.durationMs * leftThousandth.value) / 1_000 / 100) * 100;
  const effect = clockEffect(clock, leftMs, steps.value);
  const afterMs = afterEffectMs(leftMs, effect);
  const before = ropeShare(clock, leftMs);
  const after = ropeShare(clock, afterMs);
  return (
    <div class="preview" data-testid="clock-preview">
      <h3>{words.preview}</h3>
      <PreviewRope keptShare={Math.min(before.share, after.share)} beforeShare={before.share} after={after} />
      <output class="preview-result figures" for={`${raiseId} ${leftId}`} data-kind={effect.kind}>
        <strong>{words.previewResult(formatCountdown(leftMs), formatCountdown(afterMs))}</strong>
        <span>{resultWords(effect)}</span>
      </output>
      <div class="preview-slider">
        <label for={raiseId}>{words.previewRaise}</label>
        <span class="figures">{words.previewSteps(steps.value, won(steps.value * stepPoints))}</span>
        <input
          id={raiseId}
          type="range"
          min={1}
          max={mostSteps}
          data-testid="preview-raise"
          value={steps.value}
          aria-valuetext={words.previewSteps(steps.value, won(steps.value * stepPoints))}
          onInput={(event) => {
            steps.value = event.currentTarget.valueAsNumber;
          }}
        />
      </div>
      <div class="preview-slider">
        <label for={leftId}>{words.previewLeft}</label>
        <span class="figures">{formatCountdown(leftMs)}</span>
        <input
          id={leftId}
          type="range"
          min={0}
          max={1_000}
          data-testid="preview-left"
          value={leftThousandth.value}
          aria-valuetext={formatCountdown(leftMs)}
          onInput={(event) => {
            leftThousandth.value = event.currentTarget.valueAsNumber;
          }}
        />
      </div>
    </div>
  );
}

interface PreviewRopeProps {
  readonly keptShare: number;
  readonly beforeShare: number;
  readonly after: { readonly share: number; readonly glows: boolean };
}

function PreviewRope({ keptShare, beforeShare, after }: PreviewRopeProps) {
  const burnedShare = Math.max(0, beforeShare - after.share);
  return (
    <div class="preview-rope" data-glows={after.glows ? '' : undefined} aria-hidden="true">
      <div class="preview-kept" style={{ width: `${(burnedShare > 0 ? keptShare : after.share) * 100}%` }} />
      <div class="preview-burned" style={{ width: `${burnedShare * 100}%` }} />
    </div>
  );
}

function resultWords(effect: ClockEffect): string {
  const words = t.value.sell;
  if (effect.kind === 'cut') return words.previewCut(stretchOfTime(effect.cutMs));
  return effect.kind === 'drawnTo'
    ? words.previewDrawn(formatDuration(effect.remainingMs))
    : words.previewNothing;
}
