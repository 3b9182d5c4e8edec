import { Eye } from 'lucide';
import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Phase } from '../../../schema/auction/spec.ts';
import { Icon } from '../look/icon.tsx';
import { t } from '../words/language.ts';
import './stage.css';

/** What lies over every picture below: it leaves the picture and its controls to be pressed. */
export const OverStage = createContext<ComponentChildren>(null);

interface StageProps {
  readonly phase: Phase;
  readonly viewers: number;
  /** One more fact, beside the phase. */
  readonly mark?: ComponentChildren;
  /** The picture, or a poster in its place. */
  readonly children: ComponentChildren;
}

/** The place for the picture, always 16:9 so that nothing moves when it comes. */
export function Stage({ phase, viewers, mark, children }: StageProps) {
  const over = useContext(OverStage);
  return (
    <figure class="stage" data-phase={phase} aria-label={t.value.video.label}>
      {children}
      {over}
      <div class="stage-facts">
        <span class="stage-phase" data-testid="phase" data-phase={phase}>
          {t.value.phases[phase]}
        </span>
        {mark}
        {viewers > 0 && (
          <span class="stage-viewers figures">
            <Icon of={Eye} />
            {t.value.lot.viewers(viewers)}
          </span>
        )}
      </div>
    </figure>
  );
}
