import { Gavel } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../look/icon.tsx';
import { t } from '../words/language.ts';

const holdMs = 800;

interface HoldButtonProps {
  readonly label: string;
  readonly testId: string;
  readonly onHeld: () => void;
}

/** A button that acts only when it has been held, by finger or by key; letting go takes it back. */
export function HoldButton({ label, testId, onHeld }: HoldButtonProps) {
  const [isHolding, setHolding] = useState(false);
  const held = useRef(onHeld);
  held.current = onHeld;
  useEffect(() => {
    if (!isHolding) return;
    const timer = setTimeout(() => {
      setHolding(false);
      held.current();
    }, holdMs);
    return () => clearTimeout(timer);
  }, [isHolding]);
  const letGo = () => setHolding(false);
  return (
    <button
      type="button"
      class="hold"
      data-testid={testId}
      data-holding={isHolding ? '' : undefined}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        // The finger may wander a little; only lifting it lets go.
        event.currentTarget.setPointerCapture(event.pointerId);
        setHolding(true);
      }}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onBlur={letGo}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') {
          if (event.key === 'Escape') letGo();
          return;
        }
        event.preventDefault();
        if (!event.repeat) setHolding(true);
      }}
      onKeyUp={letGo}
    >
      <span class="hold-fill" aria-hidden="true" />
      <span class="hold-label">
        <Icon of={Gavel} />
        {label}
      </span>
      <span class="hold-hint">{isHolding ? t.value.console.hammerHolding : t.value.console.hammerHold}</span>
    </button>
  );
}
