import type { ClockRule } from '../../../schema/auction/spec.ts';

/** What an accepted bid does to the clock: nothing, burn a part, or draw it to its floor or window. */
export type ClockEffect =
  | { readonly kind: 'none' }
  | { readonly kind: 'cut'; readonly cutMs: number }
  | { readonly kind: 'drawnTo'; readonly remainingMs: number };

/** The time under which a rule draws the clock up again; null for a clock that answers to nothing. */
export function lastStretchMs(clock: ClockRule): number | null {
  if (clock.rule === 'rush') return clock.floorMs;
  return clock.rule === 'softClose' ? clock.windowMs : null;
}

/**
 * What a raise of `steps` increments will do to a clock with `remainingMs` left. It only foretells: the
 * server decides by the time at which the bid arrives.
 */
export function clockEffect(clock: ClockRule, remainingMs: number, steps: number): ClockEffect {
  const stretchMs = lastStretchMs(clock);
  if (stretchMs === null) return { kind: 'none' };
  if (remainingMs < stretchMs) return { kind: 'drawnTo', remainingMs: stretchMs };
  if (clock.rule !== 'rush') return { kind: 'none' };
  const cutMs = Math.min(Math.floor(clock.cutPerStepMs * Math.max(0, steps - 1)), clock.cutMaxMs);
  if (cutMs === 0) return { kind: 'none' };
  if (remainingMs - cutMs < clock.floorMs) return { kind: 'drawnTo', remainingMs: clock.floorMs };
  return { kind: 'cut', cutMs };
}

/** The remaining time after an effect. */
export function afterEffectMs(remainingMs: number, effect: ClockEffect): number {
  if (effect.kind === 'cut') return remainingMs - effect.cutMs;
  return effect.kind === 'drawnTo' ? effect.remainingMs : remainingMs;
}
