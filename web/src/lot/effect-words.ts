import type { ClockEffect } from '../clock/rule.ts';
import { formatDuration } from '../words/countdown.ts';
import { t } from '../words/language.ts';
import { changeOfTime } from '../words/spoken.ts';

/** What a bid does to the clock, in the few words of a button. */
export function effectWords(effect: ClockEffect): string {
  if (effect.kind === 'cut') return t.value.bid.cuts(changeOfTime(-effect.cutMs));
  return effect.kind === 'drawnTo'
    ? t.value.bid.drawnTo(formatDuration(effect.remainingMs))
    : t.value.bid.unchanged;
}

/** The same as a sentence's part, for who listens. */
export function effectSpoken(effect: ClockEffect): string {
  if (effect.kind === 'cut') return t.value.bid.cutsLabel((effect.cutMs / 1_000).toFixed(1));
  return effect.kind === 'drawnTo'
    ? t.value.bid.drawnToLabel(formatDuration(effect.remainingMs))
    : t.value.bid.unchanged;
}
