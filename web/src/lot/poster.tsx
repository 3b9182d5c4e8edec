import { Gavel, type IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Icon } from '../look/icon.tsx';

interface PosterProps {
  readonly title: string;
  readonly text?: string | null;
  readonly icon?: IconNode;
  readonly children?: ComponentChildren;
}

/** What stands on the stage while there is no picture: why, and what to do. */
export function Poster({ title, text, icon = Gavel, children }: PosterProps) {
  return (
    <div class="stage-poster" data-testid="poster">
      <span class="stage-lamp">
        <Icon of={icon} />
      </span>
      <strong>{title}</strong>
      {text && <span>{text}</span>}
      {children}
    </div>
  );
}
