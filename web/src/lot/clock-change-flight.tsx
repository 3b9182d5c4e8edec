import { useEffect, useState } from 'preact/hooks';
import { formatChange } from '../words/countdown.ts';
import type { ClockChange, LotRoom } from './lot-room.ts';

const shownMs = 1_000;
const shownStillMs = 2_500;

/** The piece of time that flies off, or comes back: `−4.0 s`, gone in a second. */
export function ClockChangeFlight({ room, isStill }: { readonly room: LotRoom; readonly isStill: boolean }) {
  const change = room.clockChange.value;
  const [shown, setShown] = useState<ClockChange | null>(null);
  useEffect(() => {
    if (change === null) return;
    setShown(change);
    const timer = setTimeout(() => setShown(null), isStill ? shownStillMs : shownMs);
    return () => clearTimeout(timer);
  }, [change, isStill]);
  if (shown === null) return null;
  return (
    <span
      key={shown.seq}
      class="flight figures"
      data-kind={shown.changeMs < 0 ? 'burned' : 'given'}
      data-testid="clock-change"
      aria-hidden="true"
    >
      {formatChange(shown.changeMs)}
    </span>
  );
}
