import { Eye, Gavel } from 'lucide';
import type { ComponentChildren } from 'preact';
import type { Phase } from '../../../schema/auction/spec.ts';
import { Icon } from '../look/icon.tsx';
import { t } from '../words/language.ts';
import './stage.css';

interface StageProps {
  readonly phase: Phase;
  readonly isOver: boolean;
  readonly viewers: number;
  /** The picture; without one a poster says so. */
  readonly children?: ComponentChildren;
}

/** The place for the picture, always 16:9 so that nothing moves when it comes. */
export function Stage({ phase, isOver, viewers, children }: StageProps) {
  const words = t.value.lot;
  return (
    <figure class="stage" data-phase={phase}>
      {children ?? (
        <figcaption class="stage-poster">
          <span class="stage-lamp">
            <Icon of={Gavel} />
          </span>
          {isOver ? <span>{words.dark}</span> : <strong>{words.noPicture}</strong>}
          {!isOver && <span>{words.noPictureText}</span>}
        </figcaption>
      )}
      <div class="stage-facts">
        <span class="stage-phase" data-testid="phase" data-phase={phase}>
          {t.value.phases[phase]}
        </span>
        {viewers > 0 && (
          <span class="stage-viewers figures">
            <Icon of={Eye} />
            {words.viewers(viewers)}
          </span>
        )}
      </div>
    </figure>
  );
}
