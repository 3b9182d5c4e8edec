import type { IconNode } from 'lucide';
import { Icon } from '../look/icon.tsx';

interface PlayerButtonProps {
  readonly icon: IconNode;
  readonly label: string;
  readonly testId: string;
  /** Whether the label is to be read, and not only heard or hovered. */
  readonly hasWords?: boolean;
  readonly onPress: () => void;
}

/** A control of the player: an icon over the picture. */
export function PlayerButton({ icon, label, testId, hasWords = false, onPress }: PlayerButtonProps) {
  return (
    <button
      type="button"
      class="player-button"
      data-testid={testId}
      aria-label={label}
      title={label}
      onClick={onPress}
    >
      <Icon of={icon} />
      {hasWords && label}
    </button>
  );
}
