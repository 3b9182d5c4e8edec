import { useEffect, useState } from 'preact/hooks';
import { wantsLessMotion } from '../look/motion.ts';
import { t } from '../words/language.ts';
import { changeOfTime } from '../words/spoken.ts';
import type { ClockChange } from './clock-change.ts';
import type { LotRoom } from './lot-room.ts';

const flightMs = 1_000;
const stillMs = 2_500;
const noteMs = 10_000;

/**
 * The piece of time that flies off, or comes back: `−4.0 s`, gone in a second. What needs a reason, such as
 * an outage given back, stays for a while with its words.
 */
export function ClockChangeFlight({ room }: { readonly room: LotRoom }) {
  const change = room.clockChange.value;
  const [shown, setShown] = useState<ClockChange | null>(null);
  const isStill = wantsLessMotion.value;
  useEffect(() => {
    if (change === null) return;
    setShown(change);
    const timer = setTimeout(() => setShown(null), isNote(change) ? noteMs : isStill ? stillMs : flightMs);
    return () => clearTimeout(timer);
  }, [change, isStill]);
  if (shown === null) return null;
  if (isNote(shown)) {
    const words = t.value.happened;
    const text = changeOfTime(shown.changeMs);
    return (
      <p class="flight-note figures" role="status" data-testid="clock-note">
        {shown.cause === 'outage' ? words.outage(text) : words.away(text)}
      </p>
    );
  }
  return (
    <span
      key={shown.seq}
      class="flight figures"
      data-kind={shown.changeMs < 0 ? 'burned' : 'given'}
      data-testid="clock-change"
      data-change-ms={shown.changeMs}
      aria-hidden="true"
    >
      {changeOfTime(shown.changeMs)}
    </span>
  );
}

const isNote = ({ cause }: ClockChange) => cause === 'outage' || cause === 'away';
