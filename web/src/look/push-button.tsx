import type { IconNode } from 'lucide';
import { Icon } from './icon.tsx';

interface PushButtonProps {
  readonly class: string;
  readonly testId: string;
  readonly icon?: IconNode;
  readonly label: string;
  readonly isDisabled?: boolean;
  /** Of a button that stays down: whether it is. */
  readonly isPressed?: boolean;
  readonly onPress: () => void;
}

/** A button that does something at once, with its words and perhaps an icon before them. */
export function PushButton(props: PushButtonProps) {
  return (
    <button
      type="button"
      class={props.class}
      data-testid={props.testId}
      disabled={props.isDisabled}
      aria-pressed={props.isPressed}
      onClick={props.onPress}
    >
      {props.icon && <Icon of={props.icon} />}
      {props.label}
    </button>
  );
}
