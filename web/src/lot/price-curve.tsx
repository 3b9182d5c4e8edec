import { useEffect, useRef, useState } from 'preact/hooks';
import type { AuctionState } from '../../../schema/auction/public.ts';
import { serverClock } from '../connection/room.ts';
import { language, t } from '../words/language.ts';
import { won } from '../words/spoken.ts';
import { priceSteps } from './chronicle.ts';
import type { LotRoom } from './lot-room.ts';
import type { CurvePlot } from './price-curve-plot.ts';
import './price-curve.css';

const drawEveryMs = 500;

/** The price over time as steps; the drawing is loaded once there is something to draw. */
export function PriceCurve({ room, state }: { readonly room: LotRoom; readonly state: AuctionState }) {
  const steps = priceSteps(room.bids.value);
  const words = t.value.lot;
  const place = useRef<HTMLDivElement>(null);
  const [plot, setPlot] = useState<CurvePlot | null>(null);
  const hasSteps = steps.length > 0;

  useEffect(() => {
    const element = place.current;
    if (!hasSteps || element === null) return;
    let drawn: CurvePlot | null = null;
    let isGone = false;
    void import('./price-curve-plot.ts').then(({ drawCurve }) => {
      if (isGone) return;
      drawn = drawCurve(element, language.value);
      setPlot(drawn);
    });
    return () => {
      isGone = true;
      drawn?.destroy();
      setPlot(null);
    };
  }, [hasSteps, language.value]);

  useEffect(() => {
    if (plot === null) return;
    const draw = () => plot.show(priceSteps(room.bids.peek()), state.endedAt ?? serverClock.nowMs());
    draw();
    // A busy room has many more bids than anyone could see drawn, and time goes on without any.
    const drawing = setInterval(draw, drawEveryMs);
    return () => clearInterval(drawing);
  }, [plot, room, state.endedAt]);

  const first = steps[0];
  const last = steps.at(-1);
  return (
    <section class="curve" aria-labelledby="curve-title">
      <h2 id="curve-title">{words.curve}</h2>
      {first === undefined || last === undefined ? (
        <p class="curve-empty hint">{words.curveEmpty}</p>
      ) : (
        <div
          ref={place}
          class="curve-place"
          role="img"
          data-testid="price-curve"
          aria-label={words.curveText(won(first.pricePoints), won(last.pricePoints), steps.length)}
        />
      )}
    </section>
  );
}
