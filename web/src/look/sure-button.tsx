import { useEffect, useState } from 'preact/hooks';

const sureWithinMs = 4_000;

interface SureButtonProps {
  readonly testId: string;
  readonly label: string;
  /** What it says once it was pressed, and wants to be pressed again. */
  readonly sure: string;
  readonly class?: string;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}

/** A button for what can't be taken back: it takes a second press soon after the first. */
export function SureButton(props: SureButtonProps) {
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    if (!isAsked) return;
    const timer = setTimeout(() => setAsked(false), sureWithinMs);
    return () => clearTimeout(timer);
  }, [isAsked]);
  return (
    <button
      type="button"
      class={props.class ?? 'button'}
      data-testid={props.testId}
      data-asked={isAsked ? '' : undefined}
      disabled={props.isDisabled}
      onClick={() => {
        if (isAsked) props.onPress();
        setAsked(!isAsked);
      }}
    >
      {isAsked ? props.sure : props.label}
    </button>
  );
}
