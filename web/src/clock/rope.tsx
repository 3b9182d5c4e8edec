import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { AuctionSummary } from '../../../schema/auction/public.ts';
import { wantsLessMotion } from '../look/motion.ts';
import { remainingMsOf } from './remaining.ts';
import { inSteps, ropeShare } from './rope-share.ts';
import { nowMs } from './ticker.ts';
import { useLatest } from './use-latest.ts';
import './rope.css';

type Roped = Pick<AuctionSummary, 'phase' | 'clock' | 'endsAt' | 'remainingMs' | 'paused'>;

/** A jump of more than this share between two frames is a piece that burned away at once. */
const pieceShare = 0.004;

/**
 * The burning rope: the share of time that is left, with an ember at its end. A cut lights the piece that
 * it takes before the piece falls away. It decorates what the countdown says.
 */
export function Rope({ auction }: { readonly auction: Roped }) {
  const latest = useLatest(auction);
  const rope = useRef<HTMLDivElement>(null);
  const shown = useRef({ share: -1, glows: false });

  useSignalEffect(() => {
    const element = rope.current;
    const current = latest.value;
    const remainingMs = remainingMsOf(current, nowMs.value);
    if (element === null) return;
    const isLive = current.phase === 'live' && remainingMs !== null;
    const exact = isLive
      ? ropeShare(current.clock, remainingMs)
      : { share: isOver(current) ? 0 : 1, glows: false };
    // Finer than a pixel is not worth a repaint.
    const share = wantsLessMotion.value ? inSteps(exact.share) : Math.round(exact.share * 2_000) / 2_000;
    const before = shown.current;
    if (before.share === share && before.glows === exact.glows) return;
    if (
      isLive &&
      before.glows === exact.glows &&
      before.share - share > pieceShare &&
      !wantsLessMotion.value
    ) {
      burn(element, share, before.share);
    }
    shown.current = { share, glows: exact.glows };
    element.style.setProperty('--share', String(share));
    element.toggleAttribute('data-glows', exact.glows);
    element.toggleAttribute('data-grew', share > before.share);
  });

  return (
    <div ref={rope} class="rope" data-still={auction.endsAt === null ? '' : undefined} aria-hidden="true">
      <div class="rope-left" />
      <div class="rope-ember" />
    </div>
  );
}

const isOver = ({ phase }: Roped) => phase !== 'live' && phase !== 'draft' && phase !== 'scheduled';

function burn(rope: HTMLElement, fromShare: number, toShare: number): void {
  const piece = document.createElement('div');
  piece.className = 'rope-piece';
  piece.style.left = `${fromShare * 100}%`;
  piece.style.width = `${(toShare - fromShare) * 100}%`;
  piece.addEventListener('animationend', () => piece.remove());
  rope.append(piece);
}
