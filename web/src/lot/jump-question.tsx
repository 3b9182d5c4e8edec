import { useEffect, useRef } from 'preact/hooks';
import { t } from '../words/language.ts';
import { won } from '../words/spoken.ts';

interface JumpQuestionProps {
  readonly points: number;
  readonly minimumPoints: number;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asks once whether a bid far above the asking price is meant, in the place of the quick bids. */
export function JumpQuestion({ points, minimumPoints, onYes, onNo }: JumpQuestionProps) {
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => no.current?.focus(), []);
  const words = t.value.bid;
  return (
    <div class="jump" role="alertdialog" aria-label={words.jumpTitle(won(points))} data-testid="jump">
      <p class="figures">
        <strong>{words.jumpTitle(won(points))}</strong> {words.jumpText(won(minimumPoints))}
      </p>
      <div class="jump-buttons">
        <button type="button" class="button lit figures" data-testid="jump-yes" onClick={onYes}>
          {words.jumpYes(won(points))}
        </button>
        <button ref={no} type="button" class="button" data-testid="jump-no" onClick={onNo}>
          {words.jumpNo}
        </button>
      </div>
    </div>
  );
}
